import { trustedRoots } from "../acme/trust.ts";
import { fetchProbe } from "../challenge/fetch-probe.ts";
import { peersOf } from "../deploy/watched-peers.ts";
import { edgeOf } from "../model/edges.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { Shown, WatchedSite, WatchTarget } from "../model/watch.ts";
import { checkSites } from "../watch/check.ts";

/** Checks these servers with the roots of browsers, and of REQUESTS_CA_BUNDLE: a company's own CA is trusted there. */
export async function checkSitesOf(
  { caBundle }: Pick<NamelessSettings, "caBundle">,
  targets: readonly WatchTarget[],
): Promise<readonly WatchedSite[]> {
  // connections to the CA report an unreadable bundle
  const roots = await trustedRoots(caBundle).catch(() => ({}));
  const show = async (target: WatchTarget) => await withEdge(await peersOf(target, roots), target);
  return await checkSites(targets, { clock: { now: () => new Date() }, show });
}

const edgeMs = 5000;

/** What is in front is one for all addresses. */
async function withEdge(
  [first, ...more]: readonly [Shown, ...Shown[]],
  target: WatchTarget,
): Promise<[Shown, ...Shown[]]> {
  const peer = [first, ...more].find(({ kind }) => kind === "peer");
  const edge = peer && (await edgeAt(peer.address, target));
  const told = (shown: Shown) => (shown.kind === "peer" ? { ...shown, edge } : shown);
  return [told(first), ...more.map(told)];
}

async function edgeAt(address: string, { host, port }: WatchTarget): Promise<string | undefined> {
  const asked = { address, port, domain: host, path: "/", tls: true };
  const answer = await fetchProbe(asked, edgeMs, AbortSignal.timeout(edgeMs)).catch(() => undefined);
  return edgeOf(answer?.kind === "answer" ? answer.headers : {}, address)?.name;
}
