import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import type { ProbeAnswer, ProbeFile, ProbeTarget, Reached } from "../model/probe.ts";

export interface FollowOptions {
  ports: { http: number; https: number };
  get(target: ProbeTarget): Promise<ProbeAnswer>;
  /**
   * Of another host that a redirect leads to, those addresses that may be asked; it is connected to these and not to what
   * a second lookup may give. Empty: nobody is asked.
   */
  addressesOf(host: string): Promise<readonly string[]>;
}

/** As Boulder has it. */
const mostHops = 10;

interface Start {
  domain: string;
  address: string;
  probe: ProbeFile;
}

/** Follows redirects as a CA does: http and https at their usual ports, any certificate, ten at most. */
export async function followRedirects({ domain, address, probe }: Start, options: FollowOptions): Promise<Reached> {
  const hops: string[] = [];
  let at = new URL(`http://${urlHost(domain)}${probe.path}`);
  for (;;) {
    const host = at.hostname.replace(/^\[|\]$/g, "");
    const [place] = host === domain ? [address] : await options.addressesOf(host);
    if (place === undefined) return { is: "lost", because: "elsewhere", why: elsewhere(host), hops };
    const answer = await options.get(targetOf(at, host, place, options));
    const next = nextOf(answer, at);
    if (next === undefined) return endOf(answer, probe, hops);
    const why = whyLost(next, hops);
    hops.push(plainLine(next.href, longestHop));
    if (why !== undefined) return { is: "lost", because: "not followed", why, hops };
    at = next;
  }
}

const longestHop = 200;
const elsewhere = (host: string) => phrase`${plainLine(host, longestHop)} has no address that may be asked from here`;

function targetOf(at: URL, domain: string, address: string, { ports }: FollowOptions): ProbeTarget {
  const tls = at.protocol === "https:";
  const port = tls ? ports.https : ports.http;
  return { address, port, domain, path: at.pathname + at.search, tls };
}

function nextOf(answer: ProbeAnswer, at: URL): URL | undefined {
  if (answer.kind === "nothing" || answer.status < 300 || answer.status >= 400) return undefined;
  return URL.parse(answer.headers["location"] ?? "", at.href) ?? undefined;
}

function whyLost(next: URL, hops: readonly string[]): string | undefined {
  if (hops.includes(plainLine(next.href, longestHop))) return phrase`it redirects back to where it was`;
  if (hops.length >= mostHops) return phrase`more than ${mostHops} redirects`;
  if (next.protocol !== "http:" && next.protocol !== "https:")
    return phrase`no CA follows a redirect to ${next.protocol}`;
  return next.port === "" ? undefined : phrase`no CA follows a redirect to port ${next.port}`;
}

function endOf(answer: ProbeAnswer, probe: ProbeFile, hops: readonly string[]): Reached {
  if (answer.kind === "nothing") return { is: "nothing", why: answer.why, hops };
  const { status, body, headers } = answer;
  return status === 200 && body === probe.body ? { is: "ours", hops } : { is: "stranger", status, body, headers, hops };
}
