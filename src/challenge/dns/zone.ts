import { networkInterfaces } from "node:os";
import type { NameServer } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { applied, inEnv } from "../../model/typed-lines.ts";
import type { DnsRecord, Question, Reply } from "./message.ts";
import { bare } from "./message.ts";
import type { Query } from "./query.ts";

export interface ResolverOptions {
  query: Query;
  /** recursive resolvers, asked one after the other until one answers */
  resolvers: readonly NameServer[];
  /** port of authoritative servers; 53 but in tests */
  port?: number;
  /** false: servers at IPv6 addresses are left out, since none is reached from here; by this host's own unless told */
  ipv6?: boolean;
  /** where a public CA asks; used where this host's resolvers know the zone at private addresses (split horizon) */
  outside?: { resolvers: readonly NameServer[]; isPublic: (address: string) => boolean } | undefined;
  signal: AbortSignal;
}

const mostServers = 13;
const mostAddresses = 32;

/**
 * The zone that a name belongs to: the closest name upwards that has a SOA record. A label that is a CNAME is skipped,
 * since the SOA that comes with it is of the zone that it leads to. Throws Problem `dns-no-zone`, or `dns-servfail`.
 */
export async function findZone(name: string, options: ResolverOptions): Promise<string> {
  const labels = bare(name).split(".");
  let failing: string | undefined;
  for (let index = 0; index < labels.length - 1; index += 1) {
    const candidate = labels.slice(index).join(".");
    const reply = await askResolvers({ name: candidate, type: "SOA" }, options);
    const zone = zoneIn(candidate, reply);
    if (zone) return zone;
    if (!told.includes(reply.rcode)) failing = candidate;
  }
  throw failing === undefined ? noZone(name) : servfail(failing);
}

/** A server knows. */
export const told = ["NOERROR", "NXDOMAIN"];

function zoneIn(candidate: string, { answers, authorities }: Reply): string | undefined {
  if (answers.some(({ type, name }) => type === "CNAME" && name === candidate)) return undefined;
  const found = [...answers, ...authorities].find(({ type, name }) => type === "SOA" && isBelow(candidate, name));
  // a SOA of a top-level domain means that the name below it is not registered
  return found?.name.includes(".") ? found.name : undefined;
}

export function isBelow(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** Throws Problem `dns-silent` when none answers. */
export async function askResolvers(
  question: Omit<Question, "recursive">,
  { query, resolvers, signal }: ResolverOptions,
): Promise<Reply> {
  let last: Reply | undefined;
  for (const resolver of resolvers) {
    const reply = await query(resolver, { ...question, recursive: true }, signal);
    if (reply && told.includes(reply.rcode)) return reply;
    last ??= reply;
  }
  if (last) return last;
  throw new Problem({
    code: "dns-silent",
    message: phrase`no DNS resolver answers: ${resolvers.map(({ name }) => name).join(", ")}`,
    fix: applied(
      phrase`name resolvers that this container can reach in httpsidecar.env: DOCTOR_RESOLVERS=1.1.1.1,8.8.8.8`,
    ),
    retry: "soon",
  });
}

/** Each address of each server of the zone; empty: none is known. */
export async function authoritativeServers(zone: string, options: ResolverOptions): Promise<readonly NameServer[]> {
  const { answers } = await askResolvers({ name: zone, type: "NS" }, options);
  return await addressesOf(namesOf(answers, zone), options);
}

/** Names of the servers that these records give to the zone. */
export function namesOf(records: readonly DnsRecord[], zone: string): readonly string[] {
  const found = records.filter(({ type, name }) => type === "NS" && name === zone).map(({ data }) => data);
  return [...new Set(found)].slice(0, mostServers);
}

export async function addressesOf(names: readonly string[], options: ResolverOptions): Promise<readonly NameServer[]> {
  const { ipv6 = hasIpv6() } = options;
  const types = ipv6 ? (["A", "AAAA"] as const) : (["A"] as const);
  const found = await Promise.all(names.flatMap((name) => types.map((type) => addressesFor(name, type, options))));
  return found.flat().slice(0, mostAddresses);
}

/** A network that Docker makes has none unless somebody asks for it. */
function hasIpv6(): boolean {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.some(({ family, internal, address }) => family === "IPv6" && !internal && !/^fe80:/i.test(address));
}

async function addressesFor(name: string, type: "A" | "AAAA", options: ResolverOptions): Promise<NameServer[]> {
  const { answers } = await askResolvers({ name, type }, options);
  const { port = 53 } = options;
  return answers.filter((answer) => answer.type === type).map(({ data }) => ({ name, address: data, port }));
}

function noZone(name: string): Problem {
  return new Problem({
    code: "dns-no-zone",
    message: phrase`no DNS zone has the name ${name}: none of its parts has a SOA record`,
    fix: inEnv(
      phrase`check the spelling of CERTBOT_DOMAIN, and that the domain is registered and has its DNS servers set`,
    ),
    retry: "look",
  });
}

function servfail(name: string): Problem {
  return new Problem({
    code: "dns-servfail",
    message: phrase`DNS resolvers fail for ${name}: its DNS servers do not answer for it, or its DNSSEC is broken; the CA would see the same`,
    fix: phrase`see what is wrong with it at https://dnsviz.net (usual: a DS record at the registrar of a former provider)`,
    retry: "look",
  });
}
