import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import type { DnsProvider } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import {
  busy,
  failed,
  inBothSpellings,
  jsonOf,
  nameInZone,
  noSuchZone,
  notAllowed,
  refused,
  wrongClock,
} from "../api-answer.ts";
import { type OpenProvider, type ProviderTools, required, type Values } from "./kind.ts";

const api = dnsProviders.tencentcloud;
const service = "dnspod";
const version = "2021-03-23";

const answerSchema = z.object({
  Response: z.looseObject({ Error: z.object({ Code: z.string(), Message: z.string().catch("") }).optional() }),
});
const total = z.object({ DomainCountInfo: z.object({ DomainTotal: z.number() }) });
const records = z.object({
  RecordList: z.array(z.object({ RecordId: z.number(), Name: z.string(), Value: z.string(), Type: z.string() })),
});

/** DNSPod's API 3.0 of 2021-03-23, signature TC3. Least rights: QcloudDNSPodFullAccess limited to one domain. */
export const openTencentcloud: OpenProvider = (values, tools): DnsProvider => {
  const call = callerOf(values, tools);
  return {
    async present({ zone, fqdn, value: Value }, signal) {
      const record = { SubDomain: nameInZone(fqdn, zone), RecordType: "TXT", RecordLine: "默认", Value };
      const fine = ["InvalidParameter.DomainRecordExist"];
      await inBothSpellings(zone, (Domain) => call("CreateRecord", { Domain, ...record }, signal, fine));
    },
    async zonesInReach(signal) {
      const listed = await call("DescribeDomainList", { Domain: "", Limit: 1 }, signal).catch(notAllowed);
      return total.safeParse(listed).data?.DomainCountInfo.DomainTotal;
    },
    cleanUp: ({ zone, fqdn, value }, signal) =>
      inBothSpellings(zone, async (Domain) => {
        const Subdomain = nameInZone(fqdn, zone);
        const query = { Domain, Subdomain, RecordType: "TXT", Limit: 3000 };
        const listed = await call("DescribeRecordList", query, signal, ["ResourceNotFound.NoDataOfRecord"]);
        const same = recordsIn(listed).filter((one) => one.Name === Subdomain && one.Value === value);
        for (const { RecordId } of same.filter(({ Type }) => Type === "TXT"))
          await call("DeleteRecord", { Domain, RecordId }, signal, ["InvalidParameter.RecordIdInvalid"]);
      }),
  };
};

/** Without the list: there is no such record. Throws Problem for a list of another shape. */
function recordsIn(listed: { RecordList?: unknown }) {
  const text = JSON.stringify({ RecordList: [], ...listed });
  return jsonOf({ status: 200, headers: {}, text }, records, api).RecordList;
}

type Payload = Readonly<Record<string, string | number>> & { Domain: string };

/** `fine`: codes that say that nothing is left to do. Throws Problem `dns-api-…`. */
function callerOf(values: Values, { send, now }: ProviderTools) {
  const endpoint = values["TENCENTCLOUD_ENDPOINT"] ?? "https://dnspod.tencentcloudapi.com";
  const credentials = {
    id: required(values, "TENCENTCLOUD_SECRET_ID"),
    secret: required(values, "TENCENTCLOUD_SECRET_KEY"),
    token: values["TENCENTCLOUD_SESSION_TOKEN"],
  };
  return async (action: string, payload: Payload, signal: AbortSignal, fine: readonly string[] = []) => {
    const body = JSON.stringify(payload);
    const seconds = Math.floor(now().getTime() / 1000);
    const headers = signTc3({ host: new URL(endpoint).hostname, action, body, seconds, ...credentials });
    const answer = await send({ method: "POST", url: `${endpoint}/`, headers, body }, signal);
    const { Error: error, ...rest } = jsonOf(answer, answerSchema, api).Response;
    if (!error || fine.includes(error.Code)) return rest;
    throw problemOf(error.Code, `${error.Message} (${error.Code})`, payload.Domain);
  };
}

function problemOf(code: string, words: string, zone: string) {
  if (code === "AuthFailure.SignatureExpire") return wrongClock(api, words);
  if (/^(?:AuthFailure|UnauthorizedOperation|OperationDenied|IpInBlacklist|IpNotInWhitelist)/.test(code))
    return refused(api, words);
  if (/DomainNotExist|NoDataOfDomain|DomainIdOrDomain|DomainInvalid|DomainNotReged|NotDomainOwner/.test(code))
    return noSuchZone(api, zone);
  // LimitExceeded alone is about how many records a zone may have
  return /^RequestLimitExceeded|FrequencyLimit|OperationIsTooFrequent/.test(code)
    ? busy(api, words)
    : failed(api, words);
}

export interface Tc3 {
  /** without a port, as the vendor's own code signs it */
  host: string;
  action: string;
  body: string;
  /** since 1970 */
  seconds: number;
  id: string;
  secret: string;
  token?: string | undefined;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The headers of a POST with a JSON body, signature TC3-HMAC-SHA256 (by Tencent Cloud's API 3.0 reference). */
export function signTc3({ host, action, body, seconds, id, secret, token }: Tc3): Record<string, string> {
  const contentType = "application/json; charset=utf-8";
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  const signedHeaders = "content-type;host";
  const lines = `content-type:${contentType}\nhost:${host}\n`;
  const request = ["POST", "/", "", lines, signedHeaders, sha256(body)].join("\n");
  const scope = `${date}/${service}/tc3_request`;
  const toSign = `TC3-HMAC-SHA256\n${seconds}\n${scope}\n${sha256(request)}`;
  const key = hmac(hmac(hmac(`TC3${secret}`, date), service), "tc3_request");
  const signature = hmac(key, toSign).toString("hex");
  return {
    "content-type": contentType,
    authorization: `TC3-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    "x-tc-action": action,
    "x-tc-timestamp": `${seconds}`,
    "x-tc-version": version,
    ...(token && { "x-tc-token": token }),
  };
}
