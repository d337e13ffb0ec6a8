import { ms } from "../base/dates.ts";
import type { Clock } from "../model/contracts.ts";
import { waitByClock } from "./wait-by-clock.ts";

export interface LoopOptions {
  clock: Clock;
  signal: AbortSignal;
  /** waits so many ms; rejects with the signal */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

// Short enough that a clock which was put back is noticed the same day.
const longest = 12 * ms.hour;
const shortest = 1000;

/** Calls the work again at the time it returned, forever; the loop has no rules. Ends with the signal. */
export async function runLoop(work: () => Promise<Date>, options: LoopOptions): Promise<void> {
  const { clock, signal, wait = waitByClock } = options;
  try {
    while (!signal.aborted) {
      const next = await work();
      await wait(pauseUntil(next, clock.now()), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Milliseconds to sleep: at least a second, at most half a day (setTimeout overflows past 24.8 days). */
export function pauseUntil(next: Date, now: Date): number {
  return Math.min(longest, Math.max(shortest, next.getTime() - now.getTime()));
}
