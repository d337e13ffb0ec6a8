import { ms } from "../base/dates.ts";

/** No CA's limit lasts longer (Let's Encrypt's refill within 7 days); a wrong date must not stop renewals forever. */
const longest = ms.week;

/** As `readRetryAfter`, and at most 7 days. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const wanted = readRetryAfter(header, now);
  return wanted === undefined ? undefined : Math.min(wanted, longest);
}

/**
 * Milliseconds to wait, from a Retry-After header in seconds or as an HTTP date (RFC 9110 section 10.2.3). 0 for a date
 * in the past; undefined when there is none, or none that can be read.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const wanted = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(wanted) ? undefined : Math.max(wanted, 0);
}

/** When the CA allows it again, as Boulder writes it: `retry after 2026-11-27 09:12:30 UTC`. */
export function dateIn(words: string): Date | undefined {
  const [, day, time] = /retry after (\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/i.exec(words) ?? [];
  const date = new Date(`${day}T${time}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
