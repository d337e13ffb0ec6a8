import type { NameServer } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem, problemToUndefined } from "../../model/problem.ts";
import { bare, type Reply } from "./message.ts";
import {
  addressesOf,
  askResolvers,
  authoritativeServers,
  findZone,
  isBelow,
  namesOf,
  type ResolverOptions,
  told,
} from "./zone.ts";

/** Where a record has to be made, and who can be asked for it. */
export interface Located {
  /** the names on the way, the first as asked, the last is where the record stands */
  hops: readonly [string, ...string[]];
  fqdn: string;
  zone: string;
  /** authoritative for the zone; empty: none of them can be reached from here */
  servers: readonly NameServer[];
  /** those that this host's resolvers name instead, where they are private */
  inside?: readonly NameServer[];
}

const mostHops = 8;
const mostReferrals = 4;

/**
 * Follows CNAME records from `_acme-challenge.NAME` (RFC 8555 section 8.4 lets the CA do so), zone by zone, asking the
 * zones' own servers: a resolver that is asked before the record is there keeps the "no". Throws Problem `dns-…`.
 */
export async function locateRecord(name: string, options: ResolverOptions): Promise<Located> {
  const located = await follow(name, options);
  const { outside } = options;
  const { servers: inside } = located;
  if (!outside || inside.length === 0 || inside.some(({ address }) => outside.isPublic(address))) return located;
  const seen = await follow(name, { ...options, resolvers: outside.resolvers }).catch(problemToUndefined);
  return seen === undefined || seen.servers.length === 0 ? located : { ...seen, inside };
}

async function follow(name: string, options: ResolverOptions): Promise<Located> {
  const hops: [string, ...string[]] = [bare(name)];
  for (;;) {
    const fqdn = hops.at(-1) ?? hops[0];
    const place = await placeOf(fqdn, options).catch((error) => {
      const isGone = error instanceof Problem && error.code === "dns-no-zone";
      throw isGone && hops.length > 1 ? nowhere(hops) : error;
    });
    const target = cnameOf(fqdn, place.reply);
    if (!target || (await isByWildcard(fqdn, target, place, options)))
      return { hops, fqdn, zone: place.zone, servers: place.servers };
    if (hops.includes(target) || hops.length >= mostHops) throw nowhere([...hops, target]);
    hops.push(target);
  }
}

const cnameOf = (fqdn: string, reply: Reply | undefined) =>
  reply?.answers.find(({ type, name }) => type === "CNAME" && name === fqdn)?.data;

/**
 * A CNAME that every name beside this one has comes from a wildcard, such as one that leads to a CDN. It does not cover
 * a name that has a record of its own (RFC 4592 section 2.2.1), so ours is made there and not where the CDN is.
 */
async function isByWildcard(fqdn: string, target: string, { servers }: Place, options: ResolverOptions) {
  const beside = fqdn.replace(/^[^.]+/, "_httpsidecar-beside");
  const reply = (await firstReply(beside, servers, options)) ?? (await cnameByResolver(beside, options));
  return cnameOf(beside, reply) === target;
}

interface Place {
  zone: string;
  servers: readonly NameServer[];
  /** to the question for SOA */
  reply: Reply | undefined;
}

async function placeOf(fqdn: string, options: ResolverOptions): Promise<Place> {
  // the parent is asked for: the name itself may not be in any resolver's cache yet, and should not come there as a "no"
  const zone = await findZone(fqdn.split(".").length > 2 ? fqdn.slice(fqdn.indexOf(".") + 1) : fqdn, options);
  const servers = await authoritativeServers(zone, options);
  return await throughReferrals(fqdn, { zone, servers, reply: undefined }, options);
}

/** A server of the zone above tells the servers of a zone below it, or has that zone as well. */
async function throughReferrals(fqdn: string, first: Place, options: ResolverOptions): Promise<Place> {
  let place = first;
  for (let count = 0; count < mostReferrals; count += 1) {
    const reply = await firstReply(fqdn, place.servers, options);
    if (!reply) return { ...place, servers: [], reply: await cnameByResolver(fqdn, options) };
    const below = zoneBelow(fqdn, place.zone, reply);
    if (!below) return { ...(await ownZone(fqdn, place, reply, options)), reply };
    place = { zone: below, servers: await addressesOf(namesOf(reply.authorities, below), options), reply: undefined };
  }
  return place;
}

/** Where parent and child are on the same servers there is no referral; an update for the parent would be lost. */
async function ownZone(fqdn: string, place: Place, { answers, authorities }: Reply, options: ResolverOptions) {
  const soa = [...answers, ...authorities].find(({ type, name }) => type === "SOA" && isBelow(fqdn, name));
  if (!soa || soa.name === place.zone || !isBelow(soa.name, place.zone)) return place;
  const servers = await authoritativeServers(soa.name, options);
  return { zone: soa.name, servers: servers.length > 0 ? servers : place.servers };
}

function zoneBelow(fqdn: string, zone: string, { authoritative, authorities }: Reply): string | undefined {
  if (authoritative) return undefined;
  const below = authorities.find(({ type, name }) => type === "NS" && name !== zone && isBelow(fqdn, name));
  return below && isBelow(below.name, zone) ? below.name : undefined;
}

/** Of the first server that knows; all are asked at once, since one that is down takes seconds to be given up. */
async function firstReply(fqdn: string, servers: readonly NameServer[], { query, signal }: ResolverOptions) {
  const found = new AbortController();
  const end = AbortSignal.any([signal, found.signal]);
  const ask = async (server: NameServer) => {
    const reply = await query(server, { name: fqdn, type: "SOA", recursive: false }, end);
    return reply && isOfUse(fqdn, reply) ? reply : await Promise.reject(new Error("lame"));
  };
  const reply = await Promise.any(servers.map(ask)).catch(() => signal.throwIfAborted());
  found.abort();
  return reply ?? undefined;
}

/** A server that lost the zone refuses, or sends everything up to the root. */
function isOfUse(fqdn: string, { rcode, authoritative, answers, authorities }: Reply): boolean {
  const isReferral = authorities.some(({ type, name }) => type === "NS" && isBelow(fqdn, name));
  return told.includes(rcode) && (authoritative || answers.length > 0 || isReferral);
}

/** Where no server of the zone can be reached; the type CNAME leaves TXT out of the resolver's cache. */
async function cnameByResolver(fqdn: string, options: ResolverOptions): Promise<Reply | undefined> {
  return await askResolvers({ name: fqdn, type: "CNAME" }, options).catch(() => undefined);
}

/** A circle, too many, or the last one leads to a domain that is not there. */
function nowhere(hops: readonly string[]): Problem {
  return new Problem({
    code: "dns-cname-nowhere",
    message: phrase`the CNAME records of ${hops[0]} lead nowhere: ${hops.slice(0, 4).join(phrase` and then `)}`,
    fix: phrase`at your DNS provider let the CNAME lead straight to the name where the record is made`,
    retry: "look",
  });
}
