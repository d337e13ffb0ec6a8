import { trustedRoots } from "../acme/trust.ts";
import { peersOf } from "../deploy/watched-peers.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import type { WatchedSite, WatchTarget } from "../model/watch.ts";
import { checkSites } from "../watch/check.ts";

/** Checks these servers with the roots of browsers, and of REQUESTS_CA_BUNDLE: a company's own CA is trusted there. */
export async function checkSitesOf(
  { caBundle }: Pick<NamelessSettings, "caBundle">,
  targets: readonly WatchTarget[],
): Promise<readonly WatchedSite[]> {
  // connections to the CA report an unreadable bundle
  const roots = await trustedRoots(caBundle).catch(() => ({}));
  return await checkSites(targets, { clock: { now: () => new Date() }, show: (target) => peersOf(target, roots) });
}
