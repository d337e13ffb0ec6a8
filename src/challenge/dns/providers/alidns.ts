import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import { parseJson } from "../../../base/json-file.ts";
import type { DnsProvider } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import {
  busy,
  everyPage,
  failed,
  inBothSpellings,
  jsonOf,
  nameInZone,
  noSuchZone,
  notAllowed,
  percentEncoded,
  refused,
  wrongClock,
} from "../api-answer.ts";
import type { HttpResult } from "../http-call.ts";
import { type OpenProvider, type ProviderTools, required, type Values } from "./kind.ts";

const api = dnsProviders.alidns;
const version = "2015-01-09";

const failure = z.object({ Code: z.string(), Message: z.string().catch("") });
const total = z.object({ TotalCount: z.number() });
const records = z.object({
  TotalCount: z.number().optional().catch(undefined),
  DomainRecords: z.object({ Record: z.array(z.object({ RecordId: z.string(), RR: z.string(), Value: z.string() })) }),
});
const pageSize = 500;

/** Alibaba Cloud DNS, API of 2015-01-09, RPC style, signature V3. Least rights: AliyunDNSFullAccess limited to one domain. */
export const openAlidns: OpenProvider = (values, tools): DnsProvider => {
  const call = callerOf(values, tools);
  return {
    async present({ zone, fqdn, value }, signal) {
      const record = { RR: nameInZone(fqdn, zone), Type: "TXT", Value: value };
      await inBothSpellings(zone, (DomainName) => call("AddDomainRecord", { DomainName, ...record }, signal));
    },
    async zonesInReach(signal) {
      const answer = await call("DescribeDomains", { PageSize: "1" }, signal).catch(notAllowed);
      return answer && total.safeParse(parseJson(answer.text)).data?.TotalCount;
    },
    async cleanUp({ zone, fqdn, value }, signal) {
      const name = nameInZone(fqdn, zone);
      // names that contain this one are told as well
      const query = { RRKeyWord: name, Type: "TXT", PageSize: `${pageSize}` };
      const all = await inBothSpellings(zone, (DomainName) => listed(call, { DomainName, ...query }, signal));
      const same = all.filter((one) => one.RR === name && one.Value === value);
      for (const { RecordId } of same) await call("DeleteDomainRecord", { RecordId }, signal);
    },
  };
};

async function listed(call: ReturnType<typeof callerOf>, query: Readonly<Record<string, string>>, signal: AbortSignal) {
  const from = async (offset: number) => {
    const PageNumber = `${Math.floor(offset / pageSize) + 1}`;
    const page = jsonOf(await call("DescribeDomainRecords", { ...query, PageNumber }, signal), records, api);
    return { items: page.DomainRecords.Record, total: page.TotalCount };
  };
  return await everyPage(from, ({ RecordId }) => RecordId);
}

/** Throws Problem `dns-api-…`. */
function callerOf(values: Values, { send, now, nonce }: ProviderTools) {
  const endpoint = values["ALICLOUD_ENDPOINT"] ?? "https://alidns.aliyuncs.com";
  const credentials = {
    key: required(values, "ALICLOUD_ACCESS_KEY"),
    secret: required(values, "ALICLOUD_SECRET_KEY"),
    token: values["ALICLOUD_SECURITY_TOKEN"],
  };
  return async (action: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpResult> => {
    const date = `${now().toISOString().slice(0, 19)}Z`;
    const host = new URL(endpoint).host;
    const headers = signAcs3({ host, action, version, query, date, nonce: nonce(), ...credentials });
    const answer = await send({ method: "POST", url: `${endpoint}/?${canonicalQuery(query)}`, headers }, signal);
    if (answer.status === 200) return answer;
    const { Code: code, Message: words } = jsonOf(answer, failure, api);
    // a run that was killed made it; or it is gone already
    if (code === "DomainRecordDuplicate" || code === "DomainRecordNotBelongToUser") return answer;
    throw problemOf(code, `${words} (${code})`, query["DomainName"] ?? "");
  };
}

function problemOf(code: string, words: string, zone: string) {
  if (/^InvalidTimeStamp/.test(code)) return wrongClock(api, words);
  if (
    /^(?:InvalidAccessKey|SignatureDoesNotMatch|Forbidden|InvalidSecurityToken|IncompleteSignature|NoPermission)/.test(
      code,
    )
  )
    return refused(api, words);
  if (/^(?:InvalidDomainName\.NoExist|IncorrectDomainUser|DomainNotFound)/.test(code)) return noSuchZone(api, zone);
  return /^(?:Throttling|ServiceUnavailable|LastOperationNotFinished|OperationThreadInUsed)/.test(code)
    ? busy(api, words)
    : failed(api, words);
}

export interface Acs3 {
  host: string;
  action: string;
  version: string;
  query: Readonly<Record<string, string>>;
  /** UTC without milliseconds */
  date: string;
  nonce: string;
  key: string;
  secret: string;
  token?: string | undefined;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The headers of a POST without body, signature V3 (ACS3-HMAC-SHA256, by Alibaba Cloud's API reference). */
export function signAcs3({ key, secret, token, ...given }: Acs3): Record<string, string> {
  const headers: Record<string, string> = {
    host: given.host,
    "x-acs-action": given.action,
    "x-acs-content-sha256": sha256(""),
    "x-acs-date": given.date,
    ...(token && { "x-acs-security-token": token }),
    "x-acs-signature-nonce": given.nonce,
    "x-acs-version": given.version,
  };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const signedHeaders = names.join(";");
  const request = ["POST", "/", canonicalQuery(given.query), lines, signedHeaders, sha256("")].join("\n");
  const signature = createHmac("sha256", secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(request)}`)
    .digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=${key},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return { ...headers, authorization };
}

/** Sorted by name. */
function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .join("&");
}
