import * as z from "zod";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { busy, failed, jsonOf, noSuchZone, refused } from "../api-answer.ts";
import type { HttpCall, HttpResult } from "../http-call.ts";
import { type OpenProvider, type ProviderTools, required, type Values } from "./kind.ts";

const api = dnsProviders.cloudflare;

const answerSchema = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).catch([]),
  result: z.unknown(),
  result_info: z.object({ total_count: z.number() }).optional().catch(undefined),
});
type Answered = z.infer<typeof answerSchema>;
const withIds = z.array(z.object({ id: z.string() }));

/** An identical record is there already, since a run that was killed made it; or it is gone already. */
const done = [81057, 81058, 81044];
/** Codes of a token that is wrong, expired or has not these rights. */
const ofTheToken = [6003, 6111, 9109, 10000, 1000];

/** Scoped token with Zone:Read and DNS:Edit of one zone (Cloudflare API v4). */
export const openCloudflare: OpenProvider = (values, tools): DnsProvider => {
  const ask = callerOf(values, tools);
  const call = async (...given: Parameters<typeof ask>) => (await ask(...given)).result;
  const placeOf = async (zone: string, signal: AbortSignal) => {
    const [found] = idsIn(await call("GET", `/zones?name=${encodeURIComponent(zone)}`, signal));
    if (found === undefined) throw noSuchZone(api, zone);
    return `/zones/${found}/dns_records`;
  };
  return {
    async present({ zone, fqdn, value }, signal) {
      const record = { type: "TXT", name: fqdn, content: `"${value}"`, ttl: 60 };
      await call("POST", await placeOf(zone, signal), signal, record);
    },
    zonesInReach: async (signal) => zonesIn(await ask("GET", "/zones?per_page=5", signal)),
    async cleanUp(record, signal) {
      const place = await placeOf(record.zone, signal);
      const same = await call("GET", `${place}?${queryFor(record)}`, signal);
      for (const id of idsIn(same)) await call("DELETE", `${place}/${id}`, signal);
    },
  };
};

const zonesIn = ({ result_info: info }: Answered) => info?.total_count;

/** Throws Problem `dns-api-…`. */
function callerOf(values: Values, { send }: ProviderTools) {
  const base = values["CLOUDFLARE_BASE_URL"] ?? "https://api.cloudflare.com/client/v4";
  const authorization = `Bearer ${required(values, "CF_DNS_API_TOKEN")}`;
  const headers = { authorization, "content-type": "application/json" };
  return async (method: HttpCall["method"], path: string, signal: AbortSignal, body?: object): Promise<Answered> => {
    const sent = { method, url: `${base}${path}`, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await send(sent, signal);
    const answered = jsonOf(answer, answerSchema, api);
    if (answered.success || answered.errors.some(({ code }) => done.includes(code))) return answered;
    throw problemOf(answer, answered.errors);
  };
}

function queryFor({ fqdn, value }: TxtRecord): string {
  return new URLSearchParams({ type: "TXT", name: fqdn, "content.contains": value }).toString();
}

/** Ids become part of a path: letters and digits only. */
function idsIn(result: unknown): readonly string[] {
  const parsed = withIds.safeParse(result);
  return parsed.success ? parsed.data.map(({ id }) => id).filter((id) => /^\w{1,64}$/.test(id)) : [];
}

function problemOf(answer: HttpResult, errors: readonly { code: number; message: string }[]) {
  const { status } = answer;
  const words = errors.map(({ code, message }) => `${message} (${code})`).join(", ");
  if (status === 401 || status === 403 || errors.some(({ code }) => ofTheToken.includes(code)))
    return refused(api, words);
  return status === 429 || status === 503 ? busy(api, words, answer) : failed(api, words);
}
