import type { AccountClient } from "../model/account-client.ts";
import { persistName, persistRequests, persistValue } from "../model/persist-record.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Context, Word } from "./context.ts";
import { settingsFor } from "./settings.ts";

/** Shows the TXT records of dns-persist-01 to set once, for the names of CERTBOT_DOMAIN and the account that orders. */
export const dnsRecord: Word = async (context) => {
  const { assembly, print, signal } = context;
  const settings = await settingsFor({ ...context, words: [] }, "dns-record");
  const { domains, name } = settings.lineage;
  const client = await assembly.accountClient(settings, name);
  const accountUri = await accountOf(context, client, settings.email);
  const named = await (await assembly.parts(settings, print)).authority.caaIdentities(signal);
  const issuers = named.length > 0 ? named : [new URL(settings.directory).hostname];
  if (!isPlain(accountUri, issuers)) throw strange();
  for (const request of persistRequests(domains, { issuers, accountUri }))
    print(`${persistName(request.domain)}. TXT "${persistValue(request)}"`);
  print(
    phrase`add it once at your DNS provider, and set DNS_PROVIDER=persist in httpsidecar.env; renewals need no other record`,
  );
  print(
    phrase`from then on the account's key is enough to obtain certificates for these names: it is kept in the volume httpsidecar-state (without that volume in /etc/letsencrypt/accounts); keep it, and keep it closed to others`,
  );
  return 0;
};

/** The account is in the record, so one is registered where there is none. */
async function accountOf({ assembly, print, signal }: Context, client: AccountClient, email: string | undefined) {
  try {
    return (await client.show(signal)).url;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "no-account") throw error;
    await (await assembly.store()).exclusively(() => client.register(email, print, signal));
    return (await client.show(signal)).url;
  }
}

/** A CA's own words, which the operator is to paste. */
function isPlain(accountUri: string, issuers: readonly string[]): boolean {
  return /^https:\/\/[!#-:<-~]+$/.test(accountUri) && issuers.every((issuer) => /^[a-z0-9.-]+$/.test(issuer));
}

function strange(): Problem {
  return new Problem({
    code: "persist-strange",
    message: phrase`the CA gives names or addresses that cannot be written into a DNS record`,
    fix: phrase`validate in another way: over port 80, or with another DNS_PROVIDER`,
    retry: "after-a-fix",
  });
}
