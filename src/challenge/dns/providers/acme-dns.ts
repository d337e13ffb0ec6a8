import * as z from "zod";
import { parseJson } from "../../../base/json-file.ts";
import { readSmall } from "../../../base/read-small.ts";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { phrase } from "../../../model/phrase.ts";
import { Problem } from "../../../model/problem.ts";
import { applied } from "../../../model/typed-lines.ts";
import { byStatus } from "../api-answer.ts";
import { type OpenProvider, required } from "./kind.ts";

const api = dnsProviders["acme-dns"];
const largest = 1024 * 1024;

/** lego's and acme-dns's own form: accounts by the name of the certificate. */
const account = z.object({ username: z.string(), password: z.string(), subdomain: z.string(), fulldomain: z.string() });
const storage = z.record(z.string(), account);

/** acme-dns keeps the last two values of a name by itself, so that nothing is removed. */
export const openAcmeDns: OpenProvider = (values, { send }): DnsProvider => ({
  async present({ fqdn, value }, signal) {
    const { username, password, subdomain } = await accountFor(fqdn, required(values, "ACME_DNS_STORAGE_PATH"));
    const url = `${required(values, "ACME_DNS_API_BASE").replace(/\/+$/, "")}/update`;
    const headers = { "content-type": "application/json", "x-api-user": username, "x-api-key": password };
    const body = JSON.stringify({ subdomain, txt: value });
    const answer = await send({ method: "POST", url, headers, body }, signal);
    if (answer.status !== 200) throw byStatus(api, answer);
  },
  cleanUp: async (_: TxtRecord) => {},
});

/** The CNAME of the name leads to `fulldomain`, which is what tells the account. */
async function accountFor(fqdn: string, path: string): Promise<z.infer<typeof account>> {
  const accounts = await readAccounts(path);
  const found = Object.values(accounts).find(({ fulldomain }) => fulldomain.toLowerCase().replace(/\.$/, "") === fqdn);
  if (found) return found;
  throw new Problem({
    code: "dns-api-zone",
    message: phrase`no account in ${path} has the name ${fqdn}`,
    fix: phrase`register at your acme-dns server, and point _acme-challenge with a CNAME to the fulldomain that it gives`,
    retry: "after-a-fix",
  });
}

async function readAccounts(path: string): Promise<z.infer<typeof storage>> {
  try {
    const bytes = await readSmall(path, { maxBytes: largest });
    return storage.parse(parseJson(bytes?.toString() ?? ""));
  } catch (cause) {
    throw new Problem({
      code: "dns-api-storage",
      message: phrase`the acme-dns accounts in ${path} cannot be read`,
      fix: applied(
        phrase`mount the JSON file of your acme-dns accounts there, readable for root: {"NAME": {"username": …, "password": …, "subdomain": …, "fulldomain": …}}`,
      ),
      retry: "after-a-fix",
      cause,
    });
  }
}
