import { later, ms } from "../base/dates.ts";
import type { Observer } from "../model/notice.ts";
import type { Settings } from "../model/settings.ts";
import type { Parts } from "../renewal/parts.ts";
import type { Watch } from "../scheduler/watch.ts";
import { checkAgain } from "./check-again.ts";
import type { Context } from "./context.ts";
import { othersCheck } from "./others.ts";
import { postOthers } from "./post-status.ts";
import type { RoundResult } from "./resting.ts";
import type { ServeMemory } from "./serve-memory.ts";
import { roundsBeside } from "./watch/in-serve.ts";
import { weeklyCheck } from "./weekly/weekly-check.ts";

export interface RoundParts {
  parts: Parts;
  watch: Watch;
  observer: Observer;
  memory: ServeMemory;
}

/** Orders of many lineages, and records that need hours to be seen. */
const longestMs = 12 * ms.hour;

/** What the loop of `serve` calls: the served lineage, the others, the servers of WATCH, and the weekly check. */
export async function rounds(
  context: Context,
  settings: Settings,
  { parts, watch, observer, memory }: RoundParts,
): Promise<() => Promise<RoundResult>> {
  const { assembly, clock } = context;
  const check = checkAgain(context, settings, { parts, watch, memory });
  const others = othersCheck(context, settings, observer.other, memory);
  const watchRound = await roundsBeside(context, settings, observer);
  const notes = await assembly.weeklyNotes(settings);
  const weekly = weeklyCheck({ ...context, notes, memory, report: observer.weekly }, settings);
  return async () => {
    await assembly.keeper?.promise(later(clock.now(), longestMs));
    const { outcome, next: own } = await check();
    observer.look(outcome, watch.companion());
    const round = await others();
    await postOthers(context, round.statuses);
    const next = [round.next, await watchRound(), await weekly(own)].reduce(earlier, own);
    await assembly.keeper?.promise(later(next, ms.hour));
    const isGood = !["failed", "paused"].includes(outcome.result) && !watch.companion() && !watch.isSilent();
    const certificate = "certificate" in outcome ? outcome.certificate : undefined;
    const isChanged = ["renewed", "deployed", "rehearsed"].includes(outcome.result);
    return { at: clock.now(), next, certificate, isChanged, isWell: isGood && round.statuses.length === 0 };
  };
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);
