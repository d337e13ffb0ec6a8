import { later, ms } from "../base/dates.ts";
import type { WatchedSite, WatchFault } from "../model/watch.ts";

/** A dropped packet or a restart ends by itself; a certificate does not. */
const passing: readonly (WatchFault | undefined)[] = ["unreachable", "partly-unreachable", "no-tls", "handshake"];

export interface Confirmed {
  sites: readonly WatchedSite[];
  next: Date;
}

/**
 * What counts of a round, and when the next one is. Pure. A connection that fails is only a warning until the next
 * round, which comes soon, has seen the same; `before`: as the round before found them, undefined at the first.
 */
export function confirm(seen: readonly WatchedSite[], before: readonly WatchedSite[], now: Date): Confirmed {
  const isNew = ({ url, fault }: WatchedSite) =>
    passing.includes(fault) && !before.some((site) => site.url === url && passing.includes(site.fault));
  const sites = seen.map((site) => (isNew(site) ? { ...site, verdict: "warning" as const, sure: false } : site));
  return { sites, next: later(now, pauseAfter(seen, isNew)) };
}

/** Soon where the operator waits to see that it is well again. */
function pauseAfter(seen: readonly WatchedSite[], isNew: (site: WatchedSite) => boolean): number {
  if (seen.some(isNew)) return 2 * ms.minute;
  return seen.some(({ verdict }) => verdict === "error") ? 15 * ms.minute : 6 * ms.hour;
}
