import type { Attempt, LedgerPage, OrderNote } from "../model/ledger.ts";
import { pauseAfter } from "./pauses.ts";

const week = 7 * 24 * 60 * 60 * 1000;
// more than any limit counts
const mostKept = 40;

/** The page before the authority is asked: should nobody see the end, the try counts as a failed one. */
export function withAttempt(page: LedgerPage, attempt: Omit<Attempt, "ended">): LedgerPage {
  return { ...page, attempts: [...recent(page.attempts, attempt.at), { ...attempt, ended: false }] };
}

/** The end was seen: a failed validation stays, everything else cost nothing that is counted by the hour. */
export function endAttempt(page: LedgerPage, failedValidation: boolean): LedgerPage {
  const before = page.attempts.slice(0, -1).map((attempt) => ({ ...attempt, ended: true }));
  const last = page.attempts.at(-1);
  return { ...page, attempts: last && failedValidation ? [...before, { ...last, ended: true }] : before };
}

/**
 * When to go on after tries that were cut off: at once after one (an open order is waiting), then with the pauses of
 * a failure, or a loop of restarts would be a loop of orders. undefined: no pause.
 */
export function afterCutOffs({ attempts }: LedgerPage): Date | undefined {
  const cutOff = attempts.slice(attempts.findLastIndex(({ ended }) => ended) + 1);
  const last = cutOff.at(-1);
  return last && cutOff.length > 1 ? new Date(last.at.getTime() + pauseAfter(cutOff.length - 1)) : undefined;
}

/** Each order once, however often it is taken up again. */
export function withOrder(page: LedgerPage, order: OrderNote): LedgerPage {
  if (page.orders.some(({ url }) => url === order.url)) return page;
  return { ...page, orders: [...recent(page.orders, order.at), order] };
}

/** The authority gave nothing for it. */
export function withoutOrder(page: LedgerPage, url: string): LedgerPage {
  return { ...page, orders: page.orders.filter((order) => order.url !== url) };
}

function recent<T extends { at: Date }>(notes: readonly T[], now: Date): readonly T[] {
  return notes.filter(({ at }) => now.getTime() - at.getTime() < week).slice(-mostKept);
}
