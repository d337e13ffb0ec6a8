import { ms, readRetryAfter } from "../base/dates.ts";

/** No CA's limit lasts longer (Let's Encrypt's refill within 7 days); a wrong date must not stop renewals forever. */
const longest = ms.week;

/** As `readRetryAfter`, and at most 7 days. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const wanted = readRetryAfter(header, now);
  return wanted === undefined ? undefined : Math.min(wanted, longest);
}

/** When the CA allows it again, as Boulder writes it: `retry after 2026-11-27 09:12:30 UTC`. */
export function dateIn(words: string): Date | undefined {
  const [, day, time] = /retry after (\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/i.exec(words) ?? [];
  const date = new Date(`${day}T${time}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
