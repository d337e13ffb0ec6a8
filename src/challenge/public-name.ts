import { addressesOf, mostAddresses } from "../base/public-addresses.ts";
import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import type { ProbeFile, Reached } from "../model/probe.ts";
import { Problem } from "../model/problem.ts";
import { fetchProbe } from "./fetch-probe.ts";
import { followRedirects } from "./redirects.ts";

/** What cannot be known from here, in words. */
export interface Doubt {
  says: string;
  /** an edge stands there that finds no HTTPS at this server and asks for it */
  edgeWantsHttps: boolean;
}

/** Addresses of a name; throws ENOTFOUND when there is none. */
export type Lookup = (name: string) => Promise<readonly string[]>;

export interface OutsideOptions {
  signal: AbortSignal;
  findAddresses?: Lookup;
  /** a resolver that sees what the CA sees, asked where ours knows no address; left out: ours sees what the CA sees */
  findPublicly?: Lookup | undefined;
  /** false: a redirect there is not followed */
  mayBeAsked?: (address: string) => boolean;
}

/**
 * Fetches the probe by the public name, at each of its addresses, redirects followed as the CA does. Throws Problem
 * `name-unknown` when the name does not exist or has no address for anybody; all else is a doubt, since a host often
 * cannot reach its own public address.
 */
export async function checkPublicName(
  domain: string,
  probe: ProbeFile,
  options: OutsideOptions,
): Promise<readonly Doubt[]> {
  const addresses = await findAddresses(domain, options);
  if (typeof addresses === "string") return [{ says: addresses, edgeWantsHttps: false }];
  const reached = await reachAll(domain, addresses, probe, options);
  return reached.flatMap(({ address, end }) => doubtAbout(domain, address, end) ?? []);
}

/** True when every address of the name, at least one, shows the probe: a CA sees it too. Never throws but for the signal. */
export async function isShownOutside(domain: string, probe: ProbeFile, options: OutsideOptions): Promise<boolean> {
  const { findAddresses: find = addressesOf, signal } = options;
  const addresses = await find(domain).catch(() => []);
  const reached = await reachAll(domain, addresses, probe, options);
  signal.throwIfAborted();
  return reached.length > 0 && reached.every(({ end }) => end.is === "ours");
}

async function reachAll(domain: string, addresses: readonly string[], probe: ProbeFile, options: OutsideOptions) {
  const { signal, findAddresses: find = addressesOf, mayBeAsked = () => true } = options;
  const how = {
    ports: { http: 80, https: 443 },
    get: (target: Parameters<typeof fetchProbe>[0]) => fetchProbe(target, 5000, signal),
    addressesOf: async (host: string) => (await find(host).catch(() => [])).filter(mayBeAsked),
  };
  return await Promise.all(
    addresses.slice(0, mostAddresses).map(async (address) => {
      return { address, end: await followRedirects({ domain, address, probe }, how) };
    }),
  );
}

/** Addresses, or the doubt that there is about them. */
async function findAddresses(
  domain: string,
  { findAddresses: find = addressesOf, findPublicly }: OutsideOptions,
): Promise<readonly string[] | string> {
  try {
    return await find(domain);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTFOUND") return phrase`${domain} could not be looked up from here (${code}); the CA will try`;
    const isKnown = findPublicly && (await isKnownTo(findPublicly, domain));
    if (isKnown) return phrase`${domain} has no address in this container's DNS, and a public resolver knows it`;
    if (findPublicly && isKnown === undefined)
      return phrase`${domain} has no address in this container's DNS, and no public resolver could be asked; the CA will try`;
    throw nameUnknown(domain, error);
  }
}

/** undefined: it could not be asked. */
async function isKnownTo(find: Lookup, domain: string): Promise<boolean | undefined> {
  try {
    return (await find(domain)).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOTFOUND" ? false : undefined;
  }
}

function nameUnknown(domain: string, cause: unknown): Problem {
  return new Problem({
    code: "name-unknown",
    message: phrase`${domain} does not exist in DNS, or has no address`,
    fix: phrase`at your DNS provider add a record: ${domain}. A <public IPv4 address of this server>`,
    retry: "look",
    names: [domain],
    cause,
  });
}

function doubtAbout(domain: string, address: string, end: Reached): Doubt | undefined {
  if (end.is === "ours") return undefined;
  // Cloudflare's own statuses: the origin refused the connection, did not answer it, or had no TLS to offer
  const edgeWantsHttps = end.is === "stranger" && [521, 522, 525].includes(end.status);
  return { says: wordsOf(domain, address, end), edgeWantsHttps };
}

function wordsOf(domain: string, address: string, end: Exclude<Reached, { is: "ours" }>): string {
  if (end.is === "nothing") {
    return phrase`http://${urlHost(domain)}/ at ${address} port 80 cannot be reached from here (${end.why}); if the CA cannot reach it either, check that the domain points to this host and open port 80 in the firewall and in the provider's security group`;
  }
  if (end.is === "lost") {
    return phrase`http://${urlHost(domain)}/ at ${address} redirects the challenge path to ${end.hops.at(-1)}: ${end.why}`;
  }
  const by = end.headers["server"] ? phrase` by ${plainLine(end.headers["server"], 60)}` : "";
  return phrase`http://${urlHost(domain)}/ at ${address} responds${by} with status ${end.status}, but it is not this stack's nginx: it may be a router, a CDN or another server`;
}
