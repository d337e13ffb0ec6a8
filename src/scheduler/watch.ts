import { setTimeout as sleep } from "node:timers/promises";
import { ms } from "../base/dates.ts";
import type { Problem } from "../model/problem.ts";

/** What is looked at between two checks, for next to nothing. Neither throws. */
export interface Watched {
  /** why the companion does not answer; undefined: it does, or none is needed */
  companion(): Promise<Problem | undefined>;
  /** does the server serve what the last check left it with? undefined: that cannot be told */
  serves(): Promise<boolean | undefined>;
}

export interface WatchOptions extends Watched {
  /** called when something is not as it was at the last check */
  changed(): void;
  signal: AbortSignal;
  /** waits so many ms; rejects with the signal */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface Watch {
  /** the companion's trouble, once it has lasted for minutes, since the two containers start at the same time */
  companion(): Problem | undefined;
}

/** Rounds, of which each may last a quarter of a minute longer: red within five minutes. */
const goneAfter = 3;
const servesEvery = 5;

/** Watches until the signal. */
export function watchServer(options: WatchOptions): Watch {
  const { signal, wait = pause, changed } = options;
  const companion = watchCompanion(options);
  const served = watchServed(options);
  const run = async () => {
    for (let round = 1; !signal.aborted; round += 1) {
      await wait(ms.minute, signal);
      const news = [await companion.round(), round % servesEvery === 0 && (await served())];
      if (news.includes(true)) changed();
    }
  };
  // ends with the signal, and with nothing else: what is watched does not throw
  run().catch(() => {});
  return { companion: companion.trouble };
}

/** A round tells whether the companion went, or came back. */
function watchCompanion({ companion }: Watched) {
  let silent = 0;
  let trouble: Problem | undefined;
  return {
    trouble: () => trouble,
    async round() {
      const problem = await companion();
      silent = problem ? silent + 1 : 0;
      const before = trouble;
      trouble = silent >= goneAfter ? problem : undefined;
      return (before === undefined) !== (trouble === undefined);
    },
  };
}

/** A round tells whether what is served has changed. */
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
