import { ms } from "../base/dates.ts";
import type { Outcome } from "../model/outcome.ts";

const firstMs = 2 * ms.minute;
const pauseMs = 3000;

/**
 * The next check. The parts of a stack start one after the other, so in the first two minutes after a start free checks
 * run every three seconds instead of every minute.
 */
export function nextCheck(outcome: Outcome, startedAt: Date, now: Date): Date {
  const isFree = outcome.result === "failed" && outcome.problem.retry === "look";
  if (!isFree || now.getTime() - startedAt.getTime() > firstMs) return outcome.next;
  return new Date(Math.min(outcome.next.getTime(), now.getTime() + pauseMs));
}
