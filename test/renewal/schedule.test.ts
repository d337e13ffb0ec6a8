import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { readSchedule } from "../../src/config/schedule.ts";
import { decide, type Facts, plannedAt } from "../../src/renewal/decide.ts";
import { dueAt } from "../../src/renewal/lifetime.ts";
import { scheduleBounds, scheduledAt } from "../../src/renewal/schedule.ts";
import { certificate, decisionFacts, lineage } from "../support/given.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const sundays = readSchedule("0 2 * * sun");
const zone = process.env["TZ"];

beforeEach(() => {
  process.env["TZ"] = "UTC";
});

afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

/** 2026-11-01 to 2027-01-30: due on Thursday, 2026-12-31; the safety floor is 2027-01-15. */
const facts = (given: Parameters<typeof decisionFacts>[0] = {}): Facts =>
  decisionFacts({ schedule: sundays, ...given });
const at = (text: string) => new Date(`${text}Z`);
const acts = (moment: string, given: Parameters<typeof decisionFacts>[0] = {}) => decide(facts(given), at(moment)).act;

describe("with Sundays at two, a certificate that is due on a Thursday", () => {
  it("is renewed on the Sunday before, in the hour from two on", () => {
    expect(decide(facts(), at("2026-12-20T00:00"))).toEqual({ act: "keep", until: at("2026-12-27T02:00") });
    expect(acts("2026-12-20T02:30")).toBe("keep");
    expect(acts("2026-12-27T01:59:59")).toBe("keep");
    expect(decide(facts(), at("2026-12-27T02:00"))).toEqual({
      act: "issue",
      because: "it is to be renewed now (RENEW_SCHEDULE)",
    });
    expect(acts("2026-12-27T02:59:59")).toBe("issue");
  });

  it("waits for the next Sunday when that one was missed", () => {
    expect(decide(facts(), at("2026-12-27T03:00"))).toEqual({ act: "keep", until: at("2027-01-03T02:00") });
    expect(acts("2026-12-31T12:00")).toBe("keep");
    expect(acts("2027-01-03T02:10")).toBe("issue");
  });

  it("is renewed at any hour from the safety floor on", () => {
    expect(acts("2027-01-14T23:59:59")).toBe("keep");
    for (const moment of ["2027-01-15T00:00", "2027-01-20T13:00", "2027-02-10T13:00"])
      expect(acts(moment)).toBe("issue");
  });

  it("is replaced at once when the authority has revoked it", () => {
    const window = { start: at("2026-11-18T00:00"), end: at("2026-11-19T00:00") };
    const note = { certificateId: "", window, instant: window.start, askAt: at("2026-11-20T18:00") };
    expect(acts("2026-11-20T13:00", { window: note })).toBe("issue");
  });

  it("is renewed on the Sunday before the authority's moment when that comes first", () => {
    const window = { start: at("2026-12-10T00:00"), end: at("2026-12-12T00:00") };
    const note = { certificateId: "", window, instant: at("2026-12-11T00:00"), askAt: at("2026-12-01T00:00") };
    expect(decide(facts({ window: note }), at("2026-12-01T00:00"))).toEqual({
      act: "keep",
      until: at("2026-12-06T02:00"),
    });
  });

  it("is handed to nginx at any hour, and other names are asked for at once", () => {
    expect(acts("2026-12-30T13:00", { deployed: undefined })).toBe("deploy");
    expect(acts("2026-12-30T13:00", { lineage: lineage({ domains: ["other.test"] }) })).toBe("issue");
    expect(acts("2026-12-30T13:00", { force: true })).toBe("issue");
  });
});

it("the hours are those of the time zone", () => {
  process.env["TZ"] = "Asia/Tokyo";
  expect(plannedAt(certificate(), { schedule: sundays }, at("2026-12-20T00:00"))).toEqual(at("2026-12-26T17:00"));
});

it("an hour that the clocks skip in spring comes an hour later, and one that comes twice is one", () => {
  process.env["TZ"] = "Europe/Berlin";
  const bounds = (moment: string) => ({
    earliest: new Date(at(moment).getTime() - 2 * day),
    moment: at(moment),
    latest: new Date(at(moment).getTime() + 2 * day),
  });
  const early = (moment: string) => new Date(at(moment).getTime() - 30 * day);
  expect(scheduledAt(readSchedule("30 2 * * sun"), bounds("2027-03-29T00:00"), early("2027-03-29T00:00"))).toEqual(
    at("2027-03-28T01:30"),
  );
  expect(scheduledAt(readSchedule("30 2 * * sun"), bounds("2027-11-01T00:00"), early("2027-11-01T00:00"))).toEqual(
    at("2027-10-31T00:30"),
  );
});

it("a rare schedule with no hour in reach gives way to the safety floor", () => {
  const leapDay = readSchedule("0 2 29 2 *");
  expect(plannedAt(certificate(), { schedule: leapDay }, at("2026-12-20T00:00"))).toEqual(at("2027-01-15T00:00"));
});

test("whatever the schedule, the lifetime and the looks: never past the floor, and outside its hours only there", () => {
  const field = (from: number, to: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min: from, max: to }).map(String),
      fc.integer({ min: 2, max: 9 }).map((step) => `*/${step}`),
    );
  const schedules = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
    .map((words) => readSchedule(words.join(" ")));
  const lifetimes = fc.constantFrom(6.67, 45, 47, 90, 200, 398);
  void fc.assert(
    fc.property(
      schedules,
      lifetimes,
      fc.integer({ min: 0, max: 400 * 24 }),
      fc.infiniteStream(fc.integer({ min: 20, max: 12 * 60 })),
      (schedule, days, start, naps) => {
        const notBefore = new Date(at("2026-01-01T00:00").getTime() + start * hour);
        const current = certificate({ notBefore, notAfter: new Date(notBefore.getTime() + days * day) });
        const { earliest, latest: floor } = scheduleBounds(current, dueAt(current));
        const ran = simulate(
          facts({ current, schedule }),
          new Date(earliest.getTime() - day),
          () => naps.next().value * 60_000,
        );
        expect(ran.getTime()).toBeLessThanOrEqual(floor.getTime());
        if (ran < floor) expect(isOpen(schedule, ran)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

/** The loop: it sleeps until the moment that it was told, or less; gives when the renewal ran. */
function simulate(given: Facts, from: Date, nap: () => number): Date {
  let now = from;
  for (;;) {
    const decision = decide(given, now);
    if (decision.act !== "keep") return now;
    const told = decision.until.getTime() - now.getTime();
    expect(told).toBeGreaterThan(0);
    now = new Date(now.getTime() + Math.min(told, nap()));
  }
}

/** By itself, minute by minute: did one of the last sixty match? */
function isOpen(schedule: typeof sundays, moment: Date): boolean {
  const minute = Math.floor(moment.getTime() / 60_000);
  return Array.from({ length: 60 }, (_, back) => new Date((minute - back) * 60_000)).some((date) => {
    const byDate = schedule.days.has(date.getUTCDate());
    const byWeekday = schedule.weekdays.has(date.getUTCDay());
    return (
      schedule.minutes.includes(date.getUTCMinutes()) &&
      schedule.hours.includes(date.getUTCHours()) &&
      schedule.months.has(date.getUTCMonth() + 1) &&
      (schedule.eitherDay ? byDate || byWeekday : byDate && byWeekday)
    );
  });
}
