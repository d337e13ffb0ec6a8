import * as z from "zod";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { byStatus, jsonOf, noSuchZone } from "../api-answer.ts";
import type { HttpCall, Send } from "../http-call.ts";
import { type OpenProvider, required, type Values } from "./kind.ts";

const api = dnsProviders.pdns;
const value = z.object({ content: z.string(), disabled: z.boolean().catch(false) });
const set = z.object({ name: z.string(), type: z.string(), ttl: z.number().catch(60), records: z.array(value) });
const zoneSchema = z.object({ kind: z.string().catch(""), rrsets: z.array(set).catch([]) });

/** PowerDNS's HTTP API. Values of one name are one set, which is read and replaced as one. */
export const openPdns: OpenProvider = (values, { send }): DnsProvider => {
  const call = callerOf(values, send);
  const change = async ({ zone, fqdn }: TxtRecord, to: Change, signal: AbortSignal) => {
    const name = `${fqdn}.`;
    const listed = await call("GET", zone, `?rrset_name=${encodeURIComponent(name)}&rrset_type=TXT`, signal);
    const { kind, rrsets } = jsonOf(listed, zoneSchema, api);
    const found = rrsets.find((one) => one.name.toLowerCase() === name && one.type === "TXT");
    const now = found?.records ?? [];
    const records = to(now);
    if (records === now) return;
    const changetype = records.length === 0 ? "DELETE" : "REPLACE";
    const changed = { name, type: "TXT", ttl: found?.ttl ?? 60, changetype, records };
    await call("PATCH", zone, "", signal, { rrsets: [changed] });
    // secondaries would hear of it within a minute
    if (/^(?:Master|Primary)$/i.test(kind)) await call("PUT", zone, "/notify", signal);
  };
  return {
    zonesInReach: async (signal) => jsonOf(await call("GET", undefined, "", signal), z.array(z.unknown()), api).length,
    present: (record, signal) => change(record, (now) => withValue(now, `"${record.value}"`), signal),
    cleanUp: (record, signal) => change(record, (now) => withoutValue(now, `"${record.value}"`), signal),
  };
};

type Value = z.infer<typeof value>;
/** The same list where nothing is to be changed. */
type Change = (now: readonly Value[]) => readonly Value[];

const has = (now: readonly Value[], text: string) => now.some(({ content, disabled }) => content === text && !disabled);

const withValue = (now: readonly Value[], content: string) =>
  has(now, content) ? now : [...now.filter((one) => one.content !== content), { content, disabled: false }];
const withoutValue = (now: readonly Value[], content: string) =>
  has(now, content) ? now.filter((one) => one.content !== content) : now;

/** Throws Problem `dns-api-…`. */
function callerOf(values: Values, send: Send) {
  const server = encodeURIComponent(values["PDNS_SERVER_NAME"] ?? "localhost");
  const root = `${required(values, "PDNS_API_URL").replace(/\/+$/, "")}/api/v1/servers/${server}/zones`;
  const headers = { "x-api-key": required(values, "PDNS_API_KEY"), "content-type": "application/json" };
  return async (
    method: HttpCall["method"],
    zone: string | undefined,
    path: string,
    signal: AbortSignal,
    body?: object,
  ) => {
    const url = zone === undefined ? root : `${root}/${encodeURIComponent(`${zone}.`)}${path}`;
    const answer = await send({ method, url, headers, ...(body && { body: JSON.stringify(body) }) }, signal);
    if (answer.status === 404 || (answer.status === 422 && /could not find domain/i.test(answer.text)))
      throw noSuchZone(api, zone ?? "");
    if (answer.status < 200 || answer.status > 299) throw byStatus(api, answer);
    return answer;
  };
}
