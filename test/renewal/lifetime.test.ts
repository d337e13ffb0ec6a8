import { expect, it } from "vitest";
import { ms } from "../../src/base/dates.ts";
import { emptyEntry } from "../../src/model/ledger.ts";
import { clampToClock, clockError, dueAt, isEmergency, longestPause, wentBack } from "../../src/renewal/lifetime.ts";

const life = { notBefore: new Date("2026-11-01T00:00:00Z"), notAfter: new Date("2027-01-30T00:00:00Z") };
const hours = (ms: number) => ms / 3_600_000;
const pauseAt = (moment: string) => hours(longestPause(life, new Date(moment)));

it("pauses for a day at most, for a quarter of what is left near the end, for an hour just after it", () => {
  expect(pauseAt("2027-01-01T00:00:00Z")).toBe(24);
  expect(pauseAt("2027-01-29T12:00:00Z")).toBe(3);
  expect(pauseAt("2027-01-29T23:59:00Z")).toBe(1 / 60);
  expect(pauseAt("2027-02-02T00:00:00Z")).toBe(1);
  expect(pauseAt("2027-03-01T00:00:00Z")).toBe(24);
  expect(hours(longestPause(undefined, new Date("2027-01-01T00:00:00Z")))).toBe(24);
});

it.each([
  ["eight minutes", 8 / 60, 1 / 60],
  ["an hour", 1, 1 / 8],
  ["six days", 144, 1],
] as const)("pauses shortly once a certificate of %s has expired, until a week after", (_, lifetime, pause) => {
  const short = {
    notBefore: new Date("2026-11-01T00:00:00Z"),
    notAfter: new Date(Date.UTC(2026, 10, 1) + lifetime * ms.hour),
  };
  const after = (passed: number) => hours(longestPause(short, new Date(short.notAfter.getTime() + passed)));
  expect([after(0), after(ms.minute), after(6 * ms.day)]).toEqual([pause, pause, pause]);
  expect(after(8 * ms.day)).toBe(24);
});

it("is an emergency in the last tenth and as long after the end", () => {
  expect(isEmergency(life, new Date("2027-01-20T00:00:00Z"))).toBe(false);
  expect(isEmergency(life, new Date("2027-01-22T00:00:00Z"))).toBe(true);
  expect(isEmergency(life, new Date("2027-02-07T00:00:00Z"))).toBe(true);
  expect(isEmergency(life, new Date("2027-02-10T00:00:00Z"))).toBe(false);
});

it("does not take a certificate for old because this host's clock was ahead when it was ordered", () => {
  const ahead = new Date("2027-02-01T00:00:00Z");
  expect(clockError(life, new Date("2026-11-01T01:00:00Z"))).toBe(0);
  expect(clampToClock(life, ahead, new Date("2027-02-02T00:00:00Z"))).toEqual(new Date("2026-11-02T00:00:00Z"));
  expect(clampToClock(life, ahead, new Date("2026-11-20T00:00:00Z"))).toEqual(new Date("2026-11-20T00:00:00Z"));
});

it("notices a clock that was put back by what is on the page", () => {
  const saved = { fingerprint: "AA:BB", orderedAt: new Date("2027-02-01T00:00:00Z") };
  expect(wentBack({ ...emptyEntry, saved }, new Date("2026-11-20T00:00:00Z"))).toBe(true);
  expect(wentBack({ ...emptyEntry, saved }, new Date("2027-02-02T00:00:00Z"))).toBe(false);
});

it("is due as long before its end as its conf says, and never from its first day on", () => {
  const day = 86_400_000;
  expect(dueAt(life)).toEqual(new Date("2026-12-31T00:00:00Z"));
  expect(dueAt({ ...life, renewBefore: 10 * day })).toEqual(new Date("2027-01-20T00:00:00Z"));
  expect(dueAt({ ...life, renewBefore: 90 * day })).toEqual(new Date("2026-12-31T00:00:00Z"));
});
