import { ms } from "../base/dates.ts";
import type { Attempt, LedgerEntry, OrderNote } from "../model/ledger.ts";
import { pauseAfter } from "./pauses.ts";

// two fillings of the slowest bucket, so that it can be replayed from empty
const remembered = 15 * ms.day;
// more than any limit counts
const mostKept = 40;

/** The page before the CA is asked: without an end, the try counts as a failed one. */
export function withAttempt(entry: LedgerEntry, attempt: Omit<Attempt, "ended">): LedgerEntry {
  return { ...entry, attempts: [...recent(entry.attempts, attempt.at), { ...attempt, ended: false }] };
}

/** A failed validation stays; everything else costs nothing that is counted by the hour. */
export function endAttempt(entry: LedgerEntry, failedValidation: boolean): LedgerEntry {
  const before = entry.attempts.slice(0, -1).map((attempt) => ({ ...attempt, ended: true }));
  const last = entry.attempts.at(-1);
  return { ...entry, attempts: last && failedValidation ? [...before, { ...last, ended: true }] : before };
}

/**
 * When to continue after tries that were cut off: at once after one (an open order is waiting), then with the pauses of
 * a failure, or a loop of restarts would be a loop of orders. undefined: no pause.
 */
export function afterCutOffs({ attempts }: LedgerEntry): Date | undefined {
  const cutOff = attempts.slice(attempts.findLastIndex(({ ended }) => ended) + 1);
  const last = cutOff.at(-1);
  return last && cutOff.length > 1 ? new Date(last.at.getTime() + pauseAfter(cutOff.length - 1)) : undefined;
}

/** Each order once, however often it is continued. */
export function withOrder(entry: LedgerEntry, order: OrderNote): LedgerEntry {
  if (entry.orders.some(({ url }) => url === order.url)) return entry;
  return { ...entry, orders: [...recent(entry.orders, order.at), order] };
}

/** The CA issued nothing for it. */
export function withoutOrder(entry: LedgerEntry, url: string): LedgerEntry {
  return { ...entry, orders: entry.orders.filter((order) => order.url !== url) };
}

function recent<T extends { at: Date }>(notes: readonly T[], now: Date): readonly T[] {
  return notes.filter(({ at }) => now.getTime() - at.getTime() < remembered).slice(-mostKept);
}
