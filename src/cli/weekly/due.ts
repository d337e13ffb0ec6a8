import { later, ms } from "../../base/dates.ts";

/**
 * When the first look after a start is due: at the moment that was kept, but the parts of a stack get ten minutes to
 * start; within the hour where none was kept. `random` in [0, 1): machines that start together do not ask together.
 */
export function firstDue(kept: Date | undefined, started: Date, random: () => number): Date {
  const settled = later(started, (10 + 10 * random()) * ms.minute);
  const due = kept && clampDue(kept, started, random);
  return due ? new Date(Math.max(due.getTime(), settled.getTime())) : later(started, (30 + 30 * random()) * ms.minute);
}

/** One that lies further ahead than any that is set was written down by a clock that was wrong. */
export function clampDue(due: Date, now: Date, random: () => number): Date {
  return due.getTime() - now.getTime() > ms.week ? later(now, random() * ms.hour) : due;
}

/** What was seen for the first time is looked at again soon; where the look itself broke down, the next day. */
export function dueAfter(check: "done" | "unconfirmed" | "broken", now: Date): Date {
  return later(now, { done: ms.week, unconfirmed: ms.hour, broken: ms.day }[check]);
}
