import type { Clock } from "../model/contracts.ts";
import type { Shown, WatchedSite, WatchTarget } from "../model/watch.ts";
import { judge } from "./judge.ts";

export interface CheckOptions {
  clock: Clock;
  /** what each address of the server shows, at least one, in seconds. Never throws. */
  show(target: WatchTarget): Promise<readonly [Shown, ...Shown[]]>;
}

const atOnce = 10;

/** Checks each server once, some at a time: the answers are in the order of the servers. */
export async function checkSites(
  targets: readonly WatchTarget[],
  { clock, show }: CheckOptions,
): Promise<readonly WatchedSite[]> {
  const sites: WatchedSite[] = [];
  for (let from = 0; from < targets.length; from += atOnce) {
    const some = targets.slice(from, from + atOnce);
    const checked = some.map(async (target) => judge(target, await show(target), clock.now()));
    sites.push(...(await Promise.all(checked)));
  }
  return sites;
}
