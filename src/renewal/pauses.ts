import type { LedgerPage } from "../model/contracts.ts";
import type { Problem } from "../model/problem.ts";

const minute = 60 * 1000;
const day = 24 * 60 * minute;

/** Let's Encrypt's advice after a failure: 1, 10, 100 minutes, then daily; never giving up. */
const pauses = [1 * minute, 10 * minute, 100 * minute, day] as const;

export interface Setback {
  page: LedgerPage;
  /** when to look again */
  next: Date;
}

/**
 * What a failure means for the next try. What can be seen for free is looked at every minute and not counted;
 * a date from the CA (Retry-After) wins over a shorter pause.
 * `random` in [0, 1) spreads tries over a tenth of the pause.
 */
export function afterFailure(page: LedgerPage, problem: Problem, now: Date, random: () => number): Setback {
  const lastProblem = `${problem.message} (${problem.fix})`;
  if (problem.retry === "look") return { page: { ...page, lastProblem }, next: later(now, minute) };

  const failures = page.failures + 1;
  const pause = pauses[Math.min(failures, pauses.length) - 1] ?? day;
  const next = latest(later(now, pause * (1 + random() / 10)), problem.retry);
  return { page: { ...page, failures, notBefore: next, lastProblem }, next };
}

/** A clean page that remembers what is deployed. */
export function afterSuccess(page: LedgerPage): LedgerPage {
  return { ...page, failures: 0, notBefore: undefined, lastProblem: undefined };
}

function latest(pause: Date, retry: Problem["retry"]): Date {
  if (typeof retry === "string" || retry.notBefore <= pause) return pause;
  return retry.notBefore;
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
