import { phrase } from "../model/phrase.ts";
import type { ProbeAnswer, ProbeHeaders } from "../model/probe.ts";
import type { DoctorParts, ProbeFile } from "./parts.ts";

/** Where the question for the test file ended. */
export type Reached =
  | { is: "ours"; hops: readonly string[] }
  | { is: "nothing"; why: string }
  | { is: "stranger"; status: number; body: string; headers: ProbeHeaders; hops: readonly string[] }
  | { is: "lost"; why: string; hops: readonly string[] };

/** Boulder's own limit. */
const mostHops = 10;

interface Start {
  domain: string;
  address: string;
  probe: ProbeFile;
}

/** Follows redirects as an authority does: http and https at their usual ports, any certificate, ten at most. */
export async function followRedirects({ domain, address, probe }: Start, parts: DoctorParts): Promise<Reached> {
  const { publicPorts, get } = parts;
  const hops: string[] = [];
  let at = new URL(`http://${domain.includes(":") ? `[${domain}]` : domain}${probe.path}`);
  for (;;) {
    const tls = at.protocol === "https:";
    const port = tls ? publicPorts.https : publicPorts.http;
    const same = at.hostname.replace(/^\[|\]$/g, "") === domain;
    const answer = await get({
      address: same ? address : at.hostname,
      port,
      domain: at.hostname,
      path: at.pathname + at.search,
      tls,
    });
    const next = nextOf(answer, at);
    if (next === undefined) return endOf(answer, probe, hops);
    const why = whyLost(next, hops);
    if (why !== undefined) return { is: "lost", why, hops: [...hops, next.href] };
    hops.push(next.href);
    at = next;
  }
}

function nextOf(answer: ProbeAnswer, at: URL): URL | undefined {
  if (answer.kind === "nothing" || answer.status < 300 || answer.status >= 400) return undefined;
  return URL.parse(answer.headers["location"] ?? "", at.href) ?? undefined;
}

function whyLost(next: URL, hops: readonly string[]): string | undefined {
  if (hops.includes(next.href)) return phrase`it redirects back to where it was`;
  if (hops.length >= mostHops) return phrase`more than ${mostHops} redirects`;
  if (next.protocol !== "http:" && next.protocol !== "https:")
    return phrase`no CA follows a redirect to ${next.protocol}`;
  return next.port === "" ? undefined : phrase`no CA follows a redirect to port ${next.port}`;
}

function endOf(answer: ProbeAnswer, probe: ProbeFile, hops: readonly string[]): Reached {
  if (answer.kind === "nothing") return { is: "nothing", why: answer.why };
  const { status, body, headers } = answer;
  return status === 200 && body === probe.body ? { is: "ours", hops } : { is: "stranger", status, body, headers, hops };
}
