import * as z from "zod";
import { parseJson } from "../../../base/json-file.ts";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { byStatus, everyPage, failed, isZone, jsonOf, nameInZone, noSuchZone } from "../api-answer.ts";
import type { HttpCall, HttpResult } from "../http-call.ts";
import { type OpenProvider, type ProviderTools, required, type Values } from "./kind.ts";

const api = dnsProviders.sakuracloud;

const recordSet = z.looseObject({ Name: z.string(), Type: z.string(), RData: z.string() });
const item = z.looseObject({
  ID: z.string().regex(/^\d+$/),
  Status: z.looseObject({ Zone: z.string() }),
  Settings: z
    .looseObject({ DNS: z.looseObject({ ResourceRecordSets: z.array(recordSet).nullish() }).nullish() })
    .nullish(),
  SettingsHash: z.string().optional(),
});
const refusal = z.object({ is_ok: z.literal(false) });
const items = z.object({
  Total: z.number().optional().catch(undefined),
  CommonServiceItems: z.array(z.looseObject({ ID: z.union([z.string(), z.number()]).transform(String) })),
});

type RecordSet = z.infer<typeof recordSet>;

/** All records of a zone are one setting, which is read, changed and written; its hash refuses a change in between. */
export const openSakuracloud: OpenProvider = (values, tools): DnsProvider => {
  const call = callerOf(values, tools);
  const change = async (record: TxtRecord, to: Change, signal: AbortSignal) => {
    const { ID, Settings, SettingsHash } = await findZone(call, record.zone, signal);
    const now = Settings?.DNS?.ResourceRecordSets ?? [];
    const ResourceRecordSets = to(now);
    if (ResourceRecordSets === now) return;
    const settings = { ...Settings, DNS: { ...Settings?.DNS, ResourceRecordSets } };
    const body = { CommonServiceItem: { Settings: settings, ...(SettingsHash && { SettingsHash }) } };
    await call("PUT", `/commonserviceitem/${ID}`, signal, body);
  };
  return {
    present: (record, signal) => change(record, (now) => (has(now, record) ? now : [...now, setOf(record)]), signal),
    zonesInReach: async (signal) => (await zonesOf(call, signal)).length,
    cleanUp: (record, signal) =>
      change(record, (now) => (has(now, record) ? now.filter((one) => !isSame(one, record)) : now), signal),
  };
};

/** The same list where nothing is to be changed. */
type Change = (now: readonly RecordSet[]) => readonly RecordSet[];
type Call = ReturnType<typeof callerOf>;

/** Throws Problem `dns-api-…`. */
function callerOf(values: Values, { send }: ProviderTools) {
  const base = values["SAKURACLOUD_API_ROOT_URL"] ?? "https://secure.sakura.ad.jp/cloud/zone/is1a/api/cloud/1.1";
  const [token = "", secret = ""] = api.required.map((name) => required(values, name));
  const authorization = `Basic ${Buffer.from(`${token}:${secret}`).toString("base64")}`;
  const headers = { authorization, "content-type": "application/json" };
  return async (method: HttpCall["method"], path: string, signal: AbortSignal, body?: object): Promise<HttpResult> => {
    const sent = { method, url: `${base}${path}`, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await send(sent, signal);
    if (answer.status !== 200) throw byStatus(api, answer);
    // an answer of 200 that changed nothing
    if (refusal.safeParse(parseJson(answer.text)).success) throw failed(api, answer.text);
    return answer;
  };
}

async function zonesOf(call: Call, signal: AbortSignal): Promise<readonly z.infer<typeof item>[]> {
  const from = async (From: number) => {
    const filter = encodeURIComponent(JSON.stringify({ From, Count: 100, Filter: { "Provider.Class": "dns" } }));
    const { CommonServiceItems, Total } = jsonOf(await call("GET", `/commonserviceitem?${filter}`, signal), items, api);
    return { items: CommonServiceItems, total: Total };
  };
  return (await everyPage(from, ({ ID }) => ID)).flatMap((one) => item.safeParse(one).data ?? []);
}

async function findZone(call: Call, zone: string, signal: AbortSignal): Promise<z.infer<typeof item>> {
  const own = (await zonesOf(call, signal)).find((one) => isZone(one.Status.Zone, zone));
  if (!own) throw noSuchZone(api, zone);
  return own;
}

const has = (now: readonly RecordSet[], record: TxtRecord) => now.some((one) => isSame(one, record));

function setOf({ fqdn, zone, value }: TxtRecord): RecordSet {
  return { Name: nameInZone(fqdn, zone), Type: "TXT", RData: value, TTL: 60 };
}

function isSame(one: RecordSet, record: TxtRecord): boolean {
  const { Name, RData } = setOf(record);
  return one.Type === "TXT" && one.Name === Name && one.RData.replace(/^"(.*)"$/, "$1") === RData;
}
