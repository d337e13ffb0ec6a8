import { setTimeout as sleep } from "node:timers/promises";
import { ms } from "../base/dates.ts";

export interface Timers {
  /** ms since the epoch */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const real: Timers = { now: Date.now, sleep: (length, signal) => sleep(length, undefined, { signal }) };

/**
 * Waits so many ms by the clock on the wall, noticed within a minute: timers stand still while a host is suspended, and
 * know nothing of a clock that is set forward. A clock that is set back makes it no longer. Rejects with the signal. False: nothing
 * woke it.
 */
export async function waitByClock(length: number, signal: AbortSignal, timers = real): Promise<false> {
  const until = timers.now() + length;
  for (let left = length; left > 0; ) {
    const slice = Math.min(left, ms.minute);
    await timers.sleep(slice, signal);
    left = Math.min(left - slice, until - timers.now());
  }
  return false;
}
