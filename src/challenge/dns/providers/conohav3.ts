import * as z from "zod";
import type { DnsProvider } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { byStatus, everyPage, isZone, jsonOf, noSuchZone, refused } from "../api-answer.ts";
import type { HttpCall, HttpResult, Send } from "../http-call.ts";
import { type OpenProvider, type ProviderTools, required, type Values } from "./kind.ts";

const api = dnsProviders.conohav3;

const id = z.string().regex(/^[\w-]{1,64}$/);
const total_count = z.number().optional().catch(undefined);
const domains = z.object({ total_count, domains: z.array(z.object({ uuid: id, name: z.string() })) });
const records = z.object({
  total_count,
  records: z.array(z.object({ uuid: id, name: z.string(), type: z.string(), data: z.string() })),
});

/** ConoHa's DNS API of VPS version 3. */
export const openConohav3: OpenProvider = (values, tools): DnsProvider => ({
  async present({ zone, fqdn, value }, signal) {
    const { call, place } = await openZone(zone, values, tools, signal);
    await call("POST", place, { name: `${fqdn}.`, type: "TXT", data: value, ttl: 60 });
  },
  zonesInReach: async (signal) => (await openAccount(values, tools, signal)).zones.length,
  async cleanUp({ zone, fqdn, value }, signal) {
    const { call, place } = await openZone(zone, values, tools, signal);
    const all = await everyPage(async (offset) => {
      const page = jsonOf(await call("GET", `${place}?limit=1000&offset=${offset}`), records, api);
      return { items: page.records, total: page.total_count };
    }, idOf);
    const same = all.filter((one) => one.type === "TXT" && one.name === `${fqdn}.` && bare(one.data) === value);
    for (const { uuid } of same) await call("DELETE", `${place}/${uuid}`);
  },
});

const idOf = ({ uuid }: { uuid: string }) => uuid;
const json = { "content-type": "application/json", accept: "application/json" };
const regionOf = (values: Values) => values["CONOHAV3_REGION"] ?? "c3j1";

/** Where the zone's records are. Throws Problem `dns-api-…`. */
async function openZone(zone: string, values: Values, tools: ProviderTools, signal: AbortSignal) {
  const { call, zones } = await openAccount(values, tools, signal);
  const found = zones.find(({ name }) => isZone(name, zone));
  if (!found) throw noSuchZone(api, zone);
  return { call, place: `/${found.uuid}/records` };
}

/** A token for one change, and all zones. Throws Problem `dns-api-…`. */
async function openAccount(values: Values, { send }: ProviderTools, signal: AbortSignal) {
  const dns = values["CONOHAV3_DNS_URL"] ?? `https://dns-service.${regionOf(values)}.conoha.io`;
  const headers = { ...json, "x-auth-token": await login(values, send, signal) };
  const call = async (method: HttpCall["method"], path: string, body?: object): Promise<HttpResult> => {
    const sent = { method, url: `${dns}/v1/domains${path}`, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await send(sent, signal);
    if (answer.status < 200 || answer.status > 299) throw byStatus(api, answer);
    return answer;
  };
  const zones = await everyPage(async (offset) => {
    const page = jsonOf(await call("GET", `?limit=1000&offset=${offset}`), domains, api);
    return { items: page.domains, total: page.total_count };
  }, idOf);
  return { call, zones };
}

async function login(values: Values, send: Send, signal: AbortSignal): Promise<string> {
  const identity = values["CONOHAV3_IDENTITY_URL"] ?? `https://identity.${regionOf(values)}.conoha.io`;
  const body = JSON.stringify(loginOf(values));
  const answer = await send({ method: "POST", url: `${identity}/v3/auth/tokens`, headers: json, body }, signal);
  const token = answer.headers["x-subject-token"];
  if (answer.status === 201 && typeof token === "string") return token;
  throw answer.status === 400 ? refused(api, answer.text) : byStatus(api, answer);
}

const bare = (data: string) => data.replace(/^"(.*)"$/, "$1");

/** OpenStack's identity API v3. */
function loginOf(values: Values): object {
  const user = { id: required(values, "CONOHAV3_API_USER_ID"), password: required(values, "CONOHAV3_API_PASSWORD") };
  return {
    auth: {
      identity: { methods: ["password"], password: { user } },
      scope: { project: { id: required(values, "CONOHAV3_TENANT_ID") } },
    },
  };
}
