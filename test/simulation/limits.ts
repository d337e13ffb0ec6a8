import { hour, minute } from "./weather.ts";

/** A token bucket, as Let's Encrypt's limits are (docs, August 2026). */
export interface Bucket {
  /** ms until there is room; 0: now */
  wait(now: number): number;
  spend(now: number): void;
}

export function bucket(most: number, refillMs: number): Bucket {
  let level = most;
  let at = 0;
  function refill(now: number): void {
    level = Math.min(most, level + (now - at) / refillMs);
    at = now;
  }
  return {
    wait(now) {
      refill(now);
      // half a second of grace: sums of fractions are never quite whole
      return level >= 1 - 500 / refillMs ? 0 : (1 - level) * refillMs;
    },
    spend(now) {
      refill(now);
      level--;
    },
  };
}

/** Let's Encrypt's production limits for one host. */
export interface CaLimits {
  accounts: Bucket;
  orders: Bucket;
  sameNames: Bucket;
  failedValidations: Bucket;
  /** consecutive failures after which the pair of account and name is paused */
  pausedAfter: number;
}

export function letsEncryptLimits(): CaLimits {
  return {
    accounts: bucket(10, (3 * hour) / 10),
    orders: bucket(300, (3 * hour) / 300),
    sameNames: bucket(5, 33.6 * hour),
    failedValidations: bucket(5, 12 * minute),
    pausedAfter: 1152,
  };
}

/** Staging's, which are generous. */
export function stagingLimits(): CaLimits {
  return {
    accounts: bucket(50, (3 * hour) / 50),
    orders: bucket(1500, (3 * hour) / 1500),
    sameNames: bucket(30_000, 20_000),
    failedValidations: bucket(200, 18_000),
    pausedAfter: Infinity,
  };
}
