import { ms } from "../base/dates.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import { phrase } from "../model/phrase.ts";
import { afterCutOffs } from "./attempts.ts";
import { type Spender, spentOrders, spentValidations } from "./limits.ts";
import { noFailure } from "./pauses.ts";

/** A pause is ours, and a person may pass it; a limit is the authority's. */
export type Permission = { may: "try" } | { may: "wait"; kind: "pause" | "limit"; until: Date; why: string };

export interface Plan extends Spender {
  /** authority, account and names, as on the page */
  about: string;
  /** an open order is finished: its place among the orders is taken already */
  open: boolean;
}

/** Failures and pause of another authority, account or set of names say nothing about this one. */
export function entryAbout(entry: LedgerEntry, about: string): LedgerEntry {
  if (entry.about === undefined || entry.about === about) return entry;
  return { ...entry, ...noFailure, about };
}

/** What failures, pauses and holds are about. */
export function aboutOf(directory: string, account: string | undefined, names: readonly string[]): string {
  return [directory, account ?? phrase`no account`, ...[...names].sort()].join(" ");
}

/** May the authority be asked now? Limits first: they hold longest. A pure rule over the page. */
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

/** Retry-After. One that lies further ahead than any that is taken comes from a clock that was wrong. */
export function held({ holds, lastProblem }: LedgerEntry, about: string, now: Date): Permission | undefined {
  const hold = holds.find((each) => each.about === about);
  if (!hold || hold.until <= now || hold.until.getTime() - now.getTime() > ms.week) return undefined;
  const why = lastProblem ?? phrase`the CA said when to retry`;
  return { may: "wait", kind: hold.limit ? "limit" : "pause", until: hold.until, why };
}

/** No pause is longer than a day and its tenth: one that is was made by a clock that was wrong. */
function paused(entry: LedgerEntry, now: Date): Permission | undefined {
  const until = latest(entry.notBefore, afterCutOffs(entry));
  if (!until || until <= now || until.getTime() - now.getTime() > 1.1 * ms.day) return undefined;
  return { may: "wait", kind: "pause", until, why: entry.lastProblem ?? phrase`earlier tries were cut off` };
}

function latest(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? new Date(Math.max(one.getTime(), other.getTime())) : (one ?? other);
}
