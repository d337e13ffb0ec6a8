import { ms } from "../base/dates.ts";
import type { Clock } from "../model/contracts.ts";
import { waitByClock } from "./wait-by-clock.ts";

export interface LoopOptions {
  clock: Clock;
  signal: AbortSignal;
  /** waits so many ms; true: it was woken before; rejects with the signal */
  wait?: (ms: number, signal: AbortSignal) => Promise<boolean>;
  /** undefined: the process stays up between two calls */
  rest?: Rest | undefined;
}

/** Lets a process end for which nothing is due. */
export interface Rest {
  /** ms after which it may; undefined: it stays up */
  after(next: Date): number | undefined;
  /** false: it cannot after all */
  begin(next: Date): Promise<boolean>;
}

// Short enough that a clock which was put back is noticed the same day.
const longest = 12 * ms.hour;
const shortest = 1000;

/**
 * Calls the work again at the time it returned; the loop has no rules. Ends with the signal, or to rest, which it returns.
 */
export async function runLoop(work: () => Promise<Date>, options: LoopOptions): Promise<"stopped" | "rests"> {
  try {
    while (!options.signal.aborted) {
      const next = await work();
      if (await pause(next, options)) return "rests";
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
  }
  return "stopped";
}

async function pause(next: Date, { clock, signal, wait = waitByClock, rest }: LoopOptions): Promise<boolean> {
  const left = () => pauseUntil(next, clock.now());
  const restsAfter = rest?.after(next);
  if (restsAfter !== undefined && restsAfter < left()) {
    if (await wait(restsAfter, signal)) return false;
    if (await rest?.begin(next)) return true;
  }
  await wait(left(), signal);
  return false;
}

/** Milliseconds to sleep: at least a second, at most half a day (setTimeout overflows past 24.8 days). */
export function pauseUntil(next: Date, now: Date): number {
  return Math.min(longest, Math.max(shortest, next.getTime() - now.getTime()));
}
