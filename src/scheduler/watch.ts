import { setTimeout as sleep } from "node:timers/promises";
import { ms } from "../base/dates.ts";
import type { Problem } from "../model/problem.ts";

/** What is watched between two checks, at little cost. Neither throws. */
export interface Watched {
  /** why the companion does not answer; undefined: it does, or none is needed */
  companion(): Promise<Problem | undefined>;
  /** whether the server still serves the certificate of the last check; undefined: unknown */
  serves(): Promise<boolean | undefined>;
}

export interface WatchOptions extends Watched {
  /** called after a change since the last check */
  changed(): void;
  signal: AbortSignal;
  /** the companion did not answer just before */
  isGone?: boolean;
  /** waits so many ms; rejects with the signal */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface Watch {
  /** the companion's trouble, once it has lasted for minutes, since the two containers start at the same time */
  companion(): Problem | undefined;
  /** it has not answered at the last try, which may be nothing */
  isSilent(): boolean;
}

/** Rounds, of which each may last a quarter of a minute longer: red within five minutes. */
const goneAfter = 3;
const servesEvery = 5;

/** Watches until the signal. */
export function watchServer(options: WatchOptions): Watch {
  const { signal, wait = pause, changed, isGone = false } = options;
  const companion = watchCompanion(options);
  const served = watchServed(options);
  const run = async () => {
    for (let round = 1; !signal.aborted; round += 1) {
      if (round > 1 || !isGone) await wait(ms.minute, signal);
      const news = [await companion.round(), round % servesEvery === 0 && (await served())];
      if (news.includes(true)) changed();
    }
  };
  // ends with the signal alone: what is watched does not throw
  run().catch(() => {});
  return { companion: companion.trouble, isSilent: companion.isSilent };
}

/** A round detects whether the companion went, or came back, also from a silence that was too short to be said. */
function watchCompanion({ companion, isGone }: WatchOptions) {
  let silent = isGone ? goneAfter - 2 : 0;
  let trouble: Problem | undefined;
  return {
    trouble: () => trouble,
    isSilent: () => silent > 0,
    async round() {
      const problem = await companion();
      const before = trouble;
      const isBack = silent > 0 && !problem;
      silent = problem ? silent + 1 : 0;
      trouble = silent >= goneAfter ? problem : undefined;
      return isBack || (before === undefined) !== (trouble === undefined);
    },
  };
}

/** A round detects whether the served certificate has changed. */
function watchServed({ serves }: Watched) {
  let before: boolean | undefined;
  return async () => {
    const now = await serves();
    const isNews = before !== undefined && now !== undefined && now !== before;
    before = now ?? before;
    return isNews;
  };
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal, ref: false });
