import { ms } from "../base/dates.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import { phrase } from "../model/phrase.ts";
import { afterCutOffs } from "./attempts.ts";
import { type Spender, spentOrders, spentValidations } from "./limits.ts";
import { noFailure } from "./pauses.ts";

/** A pause is ours, and the operator may override it; a limit is the CA's. */
export type Permission = { may: "try" } | { may: "wait"; kind: "pause" | "limit"; until: Date; why: string };

export interface Plan extends Spender {
  /** CA, account and names, as on the page */
  about: string;
  /** it continues an open order, which is counted already */
  open: boolean;
}

/** Failures and pause of another CA, account or set of names do not count for this one. */
export function entryAbout(entry: LedgerEntry, about: string): LedgerEntry {
  if (entry.about === undefined || entry.about === about) return entry;
  return { ...entry, ...noFailure, about };
}

/** The key of failures, pauses and holds. */
export function aboutOf(directory: string, account: string | undefined, names: readonly string[]): string {
  return [directory, account ?? phrase`no account`, ...[...names].sort()].join(" ");
}

/** Whether the CA may be asked now. Limits first: they last longest. A pure rule over the page. */
export function mayTry(entry: LedgerEntry, plan: Plan, now: Date): Permission {
  return overLimit(entry, plan, now) ?? held(entry, plan.about, now) ?? paused(entry, now) ?? { may: "try" };
}

function overLimit(entry: LedgerEntry, plan: Plan, now: Date): Permission | undefined {
  const validations = spentValidations(entry, plan, now);
  if (validations.roomAt) {
    const why = phrase`${validations.used} tries within the hour failed a validation, and the CA allows no more`;
    return { may: "wait", kind: "limit", until: validations.roomAt, why };
  }
  const orders = spentOrders(entry, plan, now);
  if (!orders.roomAt || plan.open) return undefined;
  const why = phrase`${orders.used} certificates for exactly these names were ordered, and the CA allows no more for now`;
  return { may: "wait", kind: "limit", until: orders.roomAt, why };
}

/** Retry-After. One further ahead than any possible comes from a wrong clock. */
export function held({ holds, lastProblem }: LedgerEntry, about: string, now: Date): Permission | undefined {
  const hold = holds.find((each) => each.about === about);
  if (!hold || hold.until <= now || hold.until.getTime() - now.getTime() > ms.week) return undefined;
  const why = lastProblem ?? phrase`the CA said when to retry`;
  return { may: "wait", kind: hold.limit ? "limit" : "pause", until: hold.until, why };
}

/** No pause is longer than a day and its tenth: a longer one comes from a wrong clock. */
function paused(entry: LedgerEntry, now: Date): Permission | undefined {
  const until = latest(entry.notBefore, afterCutOffs(entry));
  if (!until || until <= now || until.getTime() - now.getTime() > 1.1 * ms.day) return undefined;
  return { may: "wait", kind: "pause", until, why: entry.lastProblem ?? phrase`earlier tries were cut off` };
}

function latest(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? new Date(Math.max(one.getTime(), other.getTime())) : (one ?? other);
}
