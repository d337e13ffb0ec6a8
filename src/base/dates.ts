import { phrase } from "../model/phrase.ts";

/** In milliseconds. */
export const ms = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;

/** 2026-11-29, in UTC. A stranger's certificate may have an invalid date. */
export function day(date: Date): string {
  return isDate(date) ? date.toISOString().slice(0, 10) : phrase`an unreadable date`;
}

/** 2026-11-29 21:05 UTC */
export function minute(date: Date): string {
  return isDate(date) ? phrase`${date.toISOString().slice(0, 16).replace("T", " ")} UTC` : day(date);
}

/** 2026-11-29T210503, for names of files. */
export function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(":", "");
}

export function isDate(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}

export function later(date: Date, byMs: number): Date {
  return new Date(date.getTime() + byMs);
}
