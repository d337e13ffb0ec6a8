import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { busy, failed, noSuchZone, notAllowed, percentEncoded, refused, wrongClock } from "../api-answer.ts";
import type { HttpResult } from "../http-call.ts";
import { awsCredentials } from "./aws-credentials.ts";
import { signV4 } from "./aws-signature.ts";
import type { OpenProvider, ProviderTools, Values } from "./kind.ts";

const api = dnsProviders.route53;
const root = "/2013-04-01";
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
    const query = `maxitems=1&name=${percentEncoded(record.fqdn)}&type=TXT`;
    const before = setIn(await call("GET", path, query, signal), record.fqdn);
    const after = to(before.values);
    if (after === before.values) return;
    await call("POST", path, "", signal, changesXml(record, before, { values: after, ttl }));
  };
  return {
    // not among the least rights
    async zonesInReach(signal) {
      const counted = await call("GET", `${root}/hostedzonecount`, "", signal).catch(notAllowed);
      return counted === undefined ? undefined : Number(textOf(counted, "HostedZoneCount") ?? 0);
    },
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
function callerOf(values: Values, tools: ProviderTools) {
  const { send, now } = tools;
  const endpoint = values["AWS_ENDPOINT_URL_ROUTE_53"] ?? "https://route53.amazonaws.com";
  const credentials = actingAs(values, { send, now }, awsCredentials(values, tools));
  return async (
    method: "GET" | "POST",
    path: string,
    query: string,
    signal: AbortSignal,
    body = "",
  ): Promise<string> => {
    const host = new URL(endpoint).host;
    const headers = signV4({ method, host, path, query, body, date: now(), ...(await credentials(signal)) });
    const url = `${endpoint}${path}${query && `?${query}`}`;
    const answer = await send({ method, url, headers, ...(body && { body }) }, signal);
    if (answer.status !== 200) throw problemOf(answer, path);
    return answer.text;
  };
}

type Credentials = ReturnType<typeof awsCredentials>;

/** Those of AWS_ASSUME_ROLE_ARN, where it is set, for an hour (STS's AssumeRole). Throws Problem `dns-api-…`. */
function actingAs(values: Values, { send, now }: Pick<ProviderTools, "send" | "now">, own: Credentials): Credentials {
  const { AWS_ASSUME_ROLE_ARN: arn, AWS_EXTERNAL_ID: external } = values;
  if (arn === undefined) return own;
  const endpoint = values["AWS_ENDPOINT_URL_STS"] ?? "https://sts.amazonaws.com";
  const words = { Action: "AssumeRole", Version: "2011-06-15", RoleArn: arn, RoleSessionName: "httpsidecar" };
  const body = new URLSearchParams({ ...words, ...(external && { ExternalId: external }) }).toString();
  return async (signal) => {
    const asked = { method: "POST", host: new URL(endpoint).host, path: "/", query: "", body, service: "sts" };
    const headers = {
      ...signV4({ ...asked, date: now(), ...(await own(signal)) }),
      "content-type": "application/x-www-form-urlencoded",
    };
    const answer = await send({ method: "POST", url: `${endpoint}/`, headers, body }, signal);
    const part = (name: string) => textOf(answer.text, name) ?? "";
    if (answer.status !== 200) throw problemOf(answer, "");
    return { key: part("AccessKeyId"), secret: part("SecretAccessKey"), token: part("SessionToken") };
  };
}

async function findZone(call: Call, zone: string, signal: AbortSignal): Promise<string> {
  const listed = await call("GET", `${root}/hostedzonesbyname`, `dnsname=${percentEncoded(zone)}`, signal);
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

/** Refused as a whole when somebody else has changed the set since it was read; an UPSERT would lose their value. */
function changesXml(record: TxtRecord, before: TxtSet, after: TxtSet): string {
  const changes = changeXml("DELETE", record, before) + changeXml("CREATE", record, after);
  const space = "https://route53.amazonaws.com/doc/2013-04-01/";
  return `<ChangeResourceRecordSetsRequest xmlns="${space}"><ChangeBatch><Changes>${changes}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
}

function changeXml(action: "CREATE" | "DELETE", { fqdn }: TxtRecord, { values, ttl: seconds }: TxtSet): string {
  if (values.length === 0) return "";
  const records = values
    .map((value) => `<ResourceRecord><Value>"${escapeXml(value)}"</Value></ResourceRecord>`)
    .join("");
  const set = `<Name>${escapeXml(fqdn)}.</Name><Type>TXT</Type><TTL>${seconds}</TTL><ResourceRecords>${records}</ResourceRecords>`;
  return `<Change><Action>${action}</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change>`;
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

function problemOf(answer: HttpResult, path: string) {
  const { status, text } = answer;
  const code = textOf(text, "Code") ?? `${status}`;
  const words = `${textOf(text, "Message") ?? ""} (${code})`;
  const isOvertaken = code === "InvalidChangeBatch" && /already exists|not found|do(?:es)? not match/.test(words);
  if (/^(?:Throttling|PriorRequestNotComplete|ServiceUnavailable)/.test(code) || status === 429 || isOvertaken)
    return busy(api, words, answer);
  if (code === "NoSuchHostedZone") return noSuchZone(api, path.split("/")[3] ?? "");
  if (/^Request(?:Expired|TimeTooSkewed)$/.test(code) || /^Signature (?:expired|not yet current)/i.test(words))
    return wrongClock(api, words);
  return status === 401 || status === 403 || code === "IncompleteSignature" ? refused(api, words) : failed(api, words);
}
