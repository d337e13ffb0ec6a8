import { pause, type Wait } from "./retry.ts";

/** Let's Encrypt takes 250 requests a second from one address, and 125 at once (August 2026): with both, no more in any second. */
const everyMs = 8;
const burst = 120;
/** A longer Retry-After is about the one order, and the scheduler's. */
const longestHold = 5000;

export interface Pace {
  /** Waits until the CA takes one more. */
  turn(signal: AbortSignal): Promise<void>;
  /** The CA asked for a pause: it is for all that talk to it. */
  hold(ms: number): void;
}

/** Signed requests to one CA, from all sessions: a bucket that refills. */
export function paceOf(now: () => number = () => performance.now(), wait: Wait = pause): Pace {
  let full = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      full = Math.max(full, now() - burst * everyMs) + everyMs;
      if (full > now()) await wait(full - now(), signal);
    },
    hold(ms) {
      if (ms <= longestHold) full = Math.max(full, now() + ms);
    },
  };
}
