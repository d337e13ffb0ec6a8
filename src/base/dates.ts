import { phrase } from "../model/phrase.ts";

/** In milliseconds. */
export const ms = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;

/**
 * ms that have gone by since it was made. A clock that is set meanwhile adds nothing, or `mostMs`: no longer than that lies
 * between two readings.
 */
export function stopwatch(now: () => number, mostMs: number): () => number {
  let last = now();
  let passed = 0;
  return () => {
    const read = now();
    passed += Math.min(Math.max(0, read - last), mostMs);
    last = read;
    return passed;
  };
}

/** 2026-11-29, in the reader's time zone. A stranger's certificate may have an invalid date. */
export function day(date: Date): string {
  return isDate(date) ? onTheWall(date).slice(0, 10) : phrase`an unreadable date`;
}

/** 2026-11-29 21:05 UTC; with TZ=Asia/Tokyo: 2026-11-30 06:05 +09:00 */
export function minute(date: Date): string {
  return isDate(date) ? `${onTheWall(date).slice(0, 16).replace("T", " ")} ${zoneAt(date)}` : day(date);
}

/** In UTC, for what is certbot's. */
export function utcDay(date: Date): string {
  return isDate(date) ? date.toISOString().slice(0, 10) : day(date);
}

/** in 59 days; 40 min ago */
export function fromNow(date: Date, now: Date): string {
  const away = date.getTime() - now.getTime();
  return away < 0 ? phrase`${span(-away)} ago` : phrase`in ${span(away)}`;
}

/** 59 days left; EXPIRED */
export function timeLeft(end: Date, now: Date): string {
  const left = end.getTime() - now.getTime();
  return left > 0 ? phrase`${span(left)} left` : phrase`EXPIRED`;
}

/** 59 days, 17 hours, 40 min */
export function span(length: number): string {
  const minutes = Math.round(length / ms.minute);
  if (minutes < 120) return phrase`${minutes} min`;
  const hours = Math.round(length / ms.hour);
  return hours < 48 ? phrase`${hours} hours` : phrase`${Math.floor(length / ms.day)} days`;
}

/** The form of toISOString, of the clock on the reader's wall: TZ decides, UTC without it. */
function onTheWall(date: Date): string {
  return later(date, -date.getTimezoneOffset() * ms.minute).toISOString();
}

function zoneAt(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return "UTC";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** 2026-11-29T210503, for names of files. */
export function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(":", "");
}

/** A day less than Date holds, so that it can be shown in any time zone. */
const furthest = 8.64e15 - ms.day;

export function isDate(date: Date): boolean {
  return Math.abs(date.getTime()) <= furthest;
}

export function later(date: Date, byMs: number): Date {
  return new Date(date.getTime() + byMs);
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
