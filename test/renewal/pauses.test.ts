import { expect, it } from "vitest";
import { emptyEntry, type LedgerEntry } from "../../src/model/ledger.ts";
import { Problem, type Retry } from "../../src/model/problem.ts";
import { afterFailure, afterSuccess } from "../../src/renewal/pauses.ts";

const now = new Date("2026-11-20T12:00:00Z");
const clean: LedgerEntry = { ...emptyEntry, deployed: "AA:BB" };
const about = "https://ca.test/dir account dify.test";
const problem = (retry: Retry) => new Problem({ code: "x", message: "the CA said no", fix: "do this", retry });

const fail = (entry: LedgerEntry, retry: Retry, random = () => 0) =>
  afterFailure(entry, { problem: problem(retry), about, life: undefined }, now, random);

function minutesUntilNext(failures: number, random = 0): number {
  const { next } = fail({ ...clean, failures }, "after-a-fix", () => random);
  return (next.getTime() - now.getTime()) / 60_000;
}

it("pauses 1, 10, 100 minutes, then a day, and never gives up", () => {
  expect([0, 1, 2, 3, 4, 1000].map((failures) => minutesUntilNext(failures))).toEqual([1, 10, 100, 1440, 1440, 1440]);
});

it("spreads a pause by up to a tenth", () => {
  expect(minutesUntilNext(1, 0.5)).toBeCloseTo(10.5);
});

it("keeps a later date from the CA, and its own pause when that is later", () => {
  const tomorrow = new Date("2026-11-21T12:00:00Z");
  const soon = new Date("2026-11-20T12:00:10Z");
  expect(fail(clean, { notBefore: tomorrow }).next).toEqual(tomorrow);
  expect(fail(clean, { notBefore: soon }).next).toEqual(new Date("2026-11-20T12:01:00Z"));
});

it("looks every minute at what costs nothing, and does not count it", () => {
  const { entry, next } = fail({ ...clean, failures: 2 }, "look", () => 0.9);
  expect(next).toEqual(new Date("2026-11-20T12:01:00Z"));
  expect(entry).toEqual({ ...clean, failures: 2, lastProblem: "the CA said no (do this)", responsible: "person" });
});

it.each(["nginx-silent", "haproxy-silent"])(
  "%s: looks again after a quarter of a minute the first time, since it may be starting, and then every minute",
  (code) => {
    const silent = new Problem({ code, message: "no response", fix: "start it", retry: "look" });
    const after = (entry: LedgerEntry) =>
      afterFailure(entry, { problem: silent, about, life: undefined }, now, () => 0);
    const first = after(clean);
    expect(first.next).toEqual(new Date("2026-11-20T12:00:15Z"));
    expect(after(first.entry).next).toEqual(new Date("2026-11-20T12:01:00Z"));
    expect(after(afterSuccess(first.entry)).next).toEqual(first.next);
  },
);

it("forgets failures after a success, but not what is deployed", () => {
  expect(
    afterSuccess({ ...clean, failures: 3, notBefore: now, lastProblem: "x", responsible: "outside", rehearse: true }),
  ).toEqual(clean);
});

it("waits a week at most for a date from the CA", () => {
  const never = new Date("9999-12-31T23:59:59Z");
  expect(fail(clean, { notBefore: never }).next).toEqual(new Date("2026-11-27T12:00:00Z"));
});

it.each(["authority-refused", "authority-unresolved", "authority-unreachable"])(
  "%s: tries again after a quarter of a minute the first time, uncounted, and then as after any failure",
  (code) => {
    const unreached = new Problem({ code, message: "nobody is there", fix: "wait", retry: "soon" });
    const after = (entry: LedgerEntry) =>
      afterFailure(entry, { problem: unreached, about, life: undefined }, now, () => 0);
    const first = after(clean);
    expect(first.next).toEqual(new Date("2026-11-20T12:00:15Z"));
    expect(first.entry).toMatchObject({ failures: 0, notBefore: first.next, lastProblem: "nobody is there (wait)" });
    const second = after(first.entry);
    expect(second.next).toEqual(new Date("2026-11-20T12:01:00Z"));
    expect(second.entry.failures).toBe(1);
    expect(after(afterSuccess(second.entry)).next).toEqual(first.next);
  },
);
