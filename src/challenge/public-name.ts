import { lookup } from "node:dns/promises";
import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeAnswer } from "../model/probe.ts";
import { Problem } from "../model/problem.ts";
import { fetchProbe } from "./fetch-probe.ts";

export interface Probe {
  /** path below the name */
  path: string;
  /** what must come back */
  body: string;
}

/** What cannot be known from here, in words. */
export interface Doubt {
  says: string;
  /** an edge stands there that finds no HTTPS at this server and asks for it */
  edgeWantsHttps: boolean;
}

export type Lookup = (name: string) => Promise<readonly string[]>;

/**
 * Fetches the probe by the public name, at each of its addresses. Throws Problem `name-unknown` when the name does
 * not exist or has no address; all else is a doubt, since a host often cannot reach its own public address.
 */
export async function checkPublicName(
  domain: string,
  probe: Probe,
  signal: AbortSignal,
  find: Lookup = addressesOf,
): Promise<readonly Doubt[]> {
  const addresses = await findAddresses(domain, find);
  if (typeof addresses === "string") return [{ says: addresses, edgeWantsHttps: false }];
  const answers = await Promise.all(
    addresses.map(async (address) => {
      const answer = await fetchProbe({ address, port: 80, domain, path: probe.path }, 5000, signal);
      const says = doubtAbout(domain, address, answer, probe.body);
      return says === undefined ? undefined : { says, edgeWantsHttps: wantsHttps(answer) };
    }),
  );
  return answers.flatMap((doubt) => doubt ?? []);
}

/** Cloudflare's own statuses: the origin refused the connection, did not answer it, or had no TLS to offer. */
function wantsHttps(answer: ProbeAnswer): boolean {
  return answer.kind === "answer" && [521, 522, 525].includes(answer.status);
}

/** Addresses, or the doubt that there is about them. */
async function findAddresses(domain: string, find: Lookup): Promise<readonly string[] | string> {
  try {
    return await find(domain);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTFOUND") return phrase`${domain} could not be looked up from here (${code}); the CA will try`;
    throw new Problem({
      code: "name-unknown",
      message: phrase`${domain} does not exist in DNS, or has no address`,
      fix: phrase`at your DNS provider add a record: ${domain}. A <public IPv4 address of this server>`,
      retry: "look",
      names: [domain],
      cause: error,
    });
  }
}

async function addressesOf(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function doubtAbout(domain: string, address: string, answer: ProbeAnswer, body: string): string | undefined {
  if (answer.kind === "nothing") {
    return phrase`http://${urlHost(domain)}/ at ${address} port 80 cannot be reached from here (${answer.why}); if the CA cannot reach it either, check that the domain points to this host and open port 80 in the firewall and in the provider's security group`;
  }
  if (answer.status === 200 && answer.body === body) return undefined;
  const by = answer.server ? phrase` by ${answer.server}` : "";
  return phrase`http://${urlHost(domain)}/ at ${address} responds${by} with status ${answer.status}, but it is not this stack's nginx: it may be a router, a CDN or another server`;
}
