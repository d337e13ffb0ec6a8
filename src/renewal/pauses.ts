import { later, ms } from "../base/dates.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Problem } from "../model/problem.ts";
import { classOf, isRateLimit } from "./failure-class.ts";
import { type Lifetime, longestPause } from "./lifetime.ts";
import { responsibleFor } from "./responsible.ts";

/** Let's Encrypt's advice after a failure: 1, 10, 100 minutes, then daily; never giving up. */
const pauses = [ms.minute, 10 * ms.minute, 100 * ms.minute, ms.day] as const;

/** Nothing was asked: a container, or a CA beside this one, that is still starting is there a moment later. */
const unreached = ["authority-refused", "authority-unresolved", "authority-unreachable"];
const silent = ["nginx-silent", "haproxy-silent"];
const earlyMs = 15 * ms.second;

export interface Setback {
  entry: LedgerEntry;
  /** the next check */
  next: Date;
}

export interface Failure {
  problem: Problem;
  /** CA, account and names; undefined: no CA was asked */
  about: string | undefined;
  /** of the present certificate */
  life: Lifetime | undefined;
}

/**
 * What a failure means for the next try. A free check runs every minute and is not counted; a date from the CA
 * (Retry-After) wins over a shorter pause, and is kept apart from it. The first time that the CA cannot be reached is not
 * counted either, and tried again soon, as is a web server that does not respond yet. `random` in [0, 1) spreads tries
 * over a tenth of the pause.
 */
export function afterFailure(entry: LedgerEntry, failure: Failure, now: Date, random: () => number): Setback {
  const { problem, about, life } = failure;
  const last = { lastProblem: `${problem.message} (${problem.fix})`, responsible: responsibleFor(problem) };
  if (problem.retry === "look") {
    const isStarting = silent.includes(problem.code) && entry.lastProblem === undefined;
    return { entry: { ...entry, ...last }, next: later(now, isStarting ? earlyMs : ms.minute) };
  }

  const isEarly = unreached.includes(problem.code) && entry.notBefore === undefined;
  const failures = isEarly ? entry.failures : entry.failures + 1;
  const pause = isEarly ? earlyMs : Math.min(pauseAfter(failures), longestPause(life, now));
  const notBefore = later(now, pause * (1 + random() / 10));
  const rehearse = entry.rehearse || classOf(problem) === "validation";
  const noted = { ...entry, failures, notBefore, about: about ?? entry.about, ...last, rehearse };
  return { entry: about ? withHold(noted, problem, about) : noted, next: latest(notBefore, problem.retry, now) };
}

/** ms after so many failures in a row; 0 after none. */
export function pauseAfter(failures: number): number {
  return failures < 1 ? 0 : (pauses[Math.min(failures, pauses.length) - 1] ?? ms.day);
}

/** A page without failures. */
export const noFailure = {
  failures: 0,
  notBefore: undefined,
  lastProblem: undefined,
  responsible: undefined,
  rehearse: false,
} as const;

/** A page without failures that keeps what is deployed and what was used of limits. */
export function afterSuccess(entry: LedgerEntry): LedgerEntry {
  return { ...entry, ...noFailure, holds: [] };
}

/** The CA's date; only the latest about the same thing counts. */
export function withHold(entry: LedgerEntry, problem: Problem, about: string): LedgerEntry {
  if (typeof problem.retry === "string") return entry;
  const others = entry.holds.filter((hold) => hold.about !== about);
  return { ...entry, holds: [...others, { about, until: problem.retry.notBefore, limit: isRateLimit(problem) }] };
}

/** A date that no limit reaches is not waited for. */
function latest(pause: Date, retry: Problem["retry"], now: Date): Date {
  if (typeof retry === "string" || retry.notBefore <= pause) return pause;
  return new Date(Math.min(retry.notBefore.getTime(), now.getTime() + ms.week));
}
