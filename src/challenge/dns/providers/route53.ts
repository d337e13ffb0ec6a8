import { createHash, createHmac } from "node:crypto";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { busy, failed, noSuchZone, refused, wrongClock } from "../api-answer.ts";
import type { HttpResult } from "../http-call.ts";
import { type OpenProvider, type ProviderTools, required, type Values } from "./kind.ts";

const api = dnsProviders.route53;
const root = "/2013-04-01";
const region = "us-east-1";
const ttl = 60;

/**
 * Route 53's REST API with signature V4. Least rights: ListHostedZonesByName, ListResourceRecordSets and
 * ChangeResourceRecordSets of one zone. Values of one name are one set, which is read, changed and written as one.
 */
export const openRoute53: OpenProvider = (values, tools): DnsProvider => {
  const call = callerOf(values, tools);
  const change = async (record: TxtRecord, to: Change, signal: AbortSignal) => {
    const zone = values["AWS_HOSTED_ZONE_ID"] ?? (await findZone(call, record.zone, signal));
    const path = `${root}/hostedzone/${zone}/rrset`;
    const query = `maxitems=1&name=${encodeURIComponent(record.fqdn)}&type=TXT`;
    const before = setIn(await call("GET", path, query, signal), record.fqdn);
    const after = to(before.values);
    if (after === before.values) return;
    const isEmpty = after.length === 0;
    const written = isEmpty ? changeXml("DELETE", record, before) : changeXml("UPSERT", record, { values: after, ttl });
    await call("POST", path, "", signal, written);
  };
  return {
    present: ({ value, ...record }, signal) =>
      change({ value, ...record }, (had) => (had.includes(value) ? had : [...had, value]), signal),
    cleanUp: ({ value, ...record }, signal) =>
      change({ value, ...record }, (had) => (had.includes(value) ? had.filter((one) => one !== value) : had), signal),
  };
};

/** The same list where nothing is to be changed. */
type Change = (had: readonly string[]) => readonly string[];
type Call = ReturnType<typeof callerOf>;

/** Gives the XML. Throws Problem `dns-api-…`. */
function callerOf(values: Values, { send, now }: ProviderTools) {
  const endpoint = values["AWS_ENDPOINT_URL_ROUTE_53"] ?? "https://route53.amazonaws.com";
  const credentials = {
    key: required(values, "AWS_ACCESS_KEY_ID"),
    secret: required(values, "AWS_SECRET_ACCESS_KEY"),
    token: values["AWS_SESSION_TOKEN"],
  };
  return async (
    method: "GET" | "POST",
    path: string,
    query: string,
    signal: AbortSignal,
    body = "",
  ): Promise<string> => {
    const host = new URL(endpoint).host;
    const headers = signV4({ method, host, path, query, body, date: now(), ...credentials });
    const url = `${endpoint}${path}${query && `?${query}`}`;
    const answer = await send({ method, url, headers, ...(body && { body }) }, signal);
    if (answer.status !== 200) throw problemOf(answer, path);
    return answer.text;
  };
}

async function findZone(call: Call, zone: string, signal: AbortSignal): Promise<string> {
  const listed = await call("GET", `${root}/hostedzonesbyname`, `dnsname=${encodeURIComponent(zone)}`, signal);
  const own = elements(listed, "HostedZone").find((one) => textOf(one, "Name") === `${zone}.` && isPublic(one));
  const id = own && /^\/hostedzone\/(\w{1,32})$/.exec(textOf(own, "Id") ?? "")?.[1];
  if (!id) throw noSuchZone(api, zone);
  return id;
}

const isPublic = (zone: string) => textOf(zone, "PrivateZone") !== "true";

interface TxtSet {
  values: readonly string[];
  /** seconds */
  ttl: number;
}

function setIn(xml: string, fqdn: string): TxtSet {
  const [set] = elements(xml, "ResourceRecordSet").filter(
    (one) => textOf(one, "Name") === `${fqdn}.` && textOf(one, "Type") === "TXT",
  );
  if (!set) return { values: [], ttl };
  const values = elements(set, "Value").map((value) => unescapeXml(value).replace(/^"(.*)"$/, "$1"));
  return { values, ttl: Number(textOf(set, "TTL") ?? ttl) };
}

function changeXml(action: "UPSERT" | "DELETE", { fqdn }: TxtRecord, { values, ttl: seconds }: TxtSet): string {
  const records = values
    .map((value) => `<ResourceRecord><Value>"${escapeXml(value)}"</Value></ResourceRecord>`)
    .join("");
  const set = `<Name>${escapeXml(fqdn)}.</Name><Type>TXT</Type><TTL>${seconds}</TTL><ResourceRecords>${records}</ResourceRecords>`;
  const one = `<Change><Action>${action}</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change>`;
  const space = "https://route53.amazonaws.com/doc/2013-04-01/";
  return `<ChangeResourceRecordSetsRequest xmlns="${space}"><ChangeBatch><Changes>${one}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
}

/** The contents of each element of that name; elements of one name are not nested in this API. */
function elements(xml: string, name: string): readonly string[] {
  return xml
    .split(`<${name}>`)
    .slice(1)
    .map((part) => part.split(`</${name}>`)[0] ?? "");
}

const textOf = (xml: string, name: string) => elements(xml, name)[0];
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeXml = (text: string) => text.replaceAll(/[&<>"]/g, (char) => entities[char] ?? char);

function unescapeXml(text: string): string {
  return Object.entries(entities).reduceRight((rest, [char, entity]) => rest.replaceAll(entity, char), text);
}

function problemOf({ status, text }: HttpResult, path: string) {
  const code = textOf(text, "Code") ?? `${status}`;
  const words = `${textOf(text, "Message") ?? ""} (${code})`;
  if (/^(?:Throttling|PriorRequestNotComplete|ServiceUnavailable)/.test(code) || status === 429)
    return busy(api, words);
  if (code === "NoSuchHostedZone") return noSuchZone(api, path.split("/")[3] ?? "");
  if (/^Request(?:Expired|TimeTooSkewed)$/.test(code) || /^Signature (?:expired|not yet current)/i.test(words))
    return wrongClock(api, words);
  return status === 401 || status === 403 || code === "IncompleteSignature" ? refused(api, words) : failed(api, words);
}

export interface V4 {
  method: string;
  host: string;
  path: string;
  /** sorted by name, encoded */
  query: string;
  body: string;
  date: Date;
  key: string;
  secret: string;
  token: string | undefined;
  service?: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** AWS Signature Version 4. */
export function signV4({ service = "route53", ...given }: V4): Record<string, string> {
  const stamp = given.date.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    host: given.host,
    "x-amz-date": stamp,
    ...(given.token && { "x-amz-security-token": given.token }),
  };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const request = [given.method, given.path, given.query, lines, names.join(";"), sha256(given.body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${given.secret}`, day), region), service), "aws4_request");
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(request)}`).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${given.key}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}
