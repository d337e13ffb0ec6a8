import { ms } from "../../base/dates.ts";
import type { NamelessSettings } from "../../model/nameless-settings.ts";
import type { WatchObserver } from "../../model/notice.ts";
import type { WatchedSite } from "../../model/watch.ts";
import { confirm } from "../../watch/confirm.ts";
import type { Context } from "../context.ts";
import { describeSite } from "./describe.ts";

export interface Rounds {
  context: Pick<Context, "assembly" | "clock" | "print" | "complain">;
  settings: NamelessSettings;
  observe: WatchObserver;
  /** keeps what was found where `health` and `status` read it */
  post(sites: readonly WatchedSite[], next: Date): Promise<void>;
  /** as an earlier process of this container found them */
  before?: readonly WatchedSite[] | undefined;
}

/**
 * What a loop calls as often as it likes: checks the servers of WATCH when that is due, says what has changed, and
 * returns the time of the next round. A round ends within a minute.
 */
export function watchRounds({ context, settings, observe, post, before = [] }: Rounds): () => Promise<Date> {
  const { assembly, clock } = context;
  let sites = before;
  let due = clock.now();
  return async () => {
    const now = clock.now();
    if (now < due && due.getTime() - now.getTime() < ms.day) return due;
    const seen = await assembly.checkSites(settings, settings.watch);
    const round = confirm(seen, sites, clock.now());
    for (const site of round.sites) tellChange(site, sites, context);
    sites = round.sites;
    due = round.next;
    await post(sites, due);
    observe(sites, due);
    return due;
  };
}

function tellChange(site: WatchedSite, before: readonly WatchedSite[], { print, complain }: Rounds["context"]): void {
  const last = before.find(({ url }) => url === site.url);
  if (last && markOf(last) === markOf(site)) return;
  for (const line of describeSite(site)) (site.verdict === "fine" ? print : complain)(line);
}

/** The days left are no news; another certificate is. */
function markOf({ verdict, fault, certificate }: WatchedSite): string {
  return [verdict, fault, certificate?.serial].join();
}
