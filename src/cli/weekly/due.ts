import { later, ms } from "../../base/dates.ts";

/**
 * When the first check after a start is due: at the stored time, but ten minutes after the start at the earliest, so
 * that the stack can start; within the hour where none is stored. `random` in [0, 1): machines that start together do
 * not ask together.
 */
export function firstDue(kept: Date | undefined, started: Date, random: () => number): Date {
  const settled = later(started, (10 + 10 * random()) * ms.minute);
  const due = kept && clampDue(kept, started, random);
  return due ? new Date(Math.max(due.getTime(), settled.getTime())) : later(started, (30 + 30 * random()) * ms.minute);
}

/** A time further ahead than any that is set was written by a wrong clock. */
export function clampDue(due: Date, now: Date, random: () => number): Date {
  return due.getTime() - now.getTime() > ms.week ? later(now, random() * ms.hour) : due;
}

/** A finding seen for the first time is checked again soon; after a check that broke down, the next day. */
export function dueAfter(check: "done" | "unconfirmed" | "broken", now: Date): Date {
  return later(now, { done: ms.week, unconfirmed: ms.hour, broken: ms.day }[check]);
}
