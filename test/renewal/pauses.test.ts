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

it("forgets failures after a success, but not what is deployed", () => {
  expect(
    afterSuccess({ ...clean, failures: 3, notBefore: now, lastProblem: "x", responsible: "outside", rehearse: true }),
  ).toEqual(clean);
});
