import { ms } from "../base/dates.ts";
import type { Schedule } from "../model/schedule.ts";
import { dueAt, type Lifetime } from "./lifetime.ts";

/** A time of the schedule opens an hour: a try that fails in it, and a clock that wakes late, find it still open. */
const open = ms.hour;

export interface Bounds {
  /** a quiet hour before its moment counts from here on */
  earliest: Date;
  /** when it would run without a schedule */
  moment: Date;
  /** the safety limit: from here on every hour counts */
  latest: Date;
}

/**
 * The last quarter of the way to the moment, so that little of a lifetime is lost; and half of the remaining time
 * behind the date at which it is due without ARI, so that failed tries can be repeated.
 */
export function scheduleBounds(life: Lifetime, moment: Date): Omit<Bounds, "moment"> {
  const [begin, due] = [life.notBefore.getTime(), dueAt(life).getTime()];
  return {
    earliest: new Date(begin + (moment.getTime() - begin) * (3 / 4)),
    latest: new Date(due + (life.notAfter.getTime() - due) / 2),
  };
}

/**
 * When a renewal runs by the schedule: in the last quiet hour before its moment, so that none is ever late; where that
 * one was missed, or there is none, in the next after it; at the safety limit whatever the hour. `now` or before: now.
 */
export function scheduledAt(schedule: Schedule, { earliest, moment, latest }: Bounds, now: Date): Date {
  const from = new Date(Math.max(earliest.getTime(), now.getTime() - open + 1));
  const before = lastMoment(schedule, from, moment);
  if (before) return before;
  const late = new Date(Math.max(moment.getTime(), now.getTime()));
  const next = firstMoment(schedule, new Date(late.getTime() - open + 1), latest);
  return new Date(Math.min(Math.max(next?.getTime() ?? latest.getTime(), moment.getTime()), latest.getTime()));
}

/** The latest time of the schedule from `from` to `to`, both included. */
function lastMoment(schedule: Schedule, from: Date, to: Date): Date | undefined {
  for (let day = dayOf(to); day >= dayOf(from); day = dayOf(day, -1)) {
    const found = momentsOf(schedule, day).findLast((moment) => moment >= from && moment <= to);
    if (found) return found;
  }
  return undefined;
}

function firstMoment(schedule: Schedule, from: Date, to: Date): Date | undefined {
  for (let day = dayOf(from); day <= to; day = dayOf(day, 1)) {
    const found = momentsOf(schedule, day).find((moment) => moment >= from && moment <= to);
    if (found) return found;
  }
  return undefined;
}

/** In order. An hour that the clocks skip in spring comes an hour later, as in Date. */
function momentsOf(schedule: Schedule, day: Date): readonly Date[] {
  if (!isOn(schedule, day)) return [];
  const { hours, minutes } = schedule;
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  return hours.flatMap((hour) => minutes.map((minute) => new Date(year, month, date, hour, minute)));
}

function isOn({ days, months, weekdays, eitherDay }: Schedule, day: Date): boolean {
  if (!months.has(day.getMonth() + 1)) return false;
  const [byDate, byWeekday] = [days.has(day.getDate()), weekdays.has(day.getDay())];
  return eitherDay ? byDate || byWeekday : byDate && byWeekday;
}

/** The local midnight that begins the day so many days ahead. */
function dayOf(date: Date, further = 0): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + further);
}
