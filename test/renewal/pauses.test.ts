import { expect, it } from "vitest";
import type { LedgerPage } from "../../src/model/contracts.ts";
import { Problem, type Retry } from "../../src/model/problem.ts";
import { afterFailure, afterSuccess } from "../../src/renewal/pauses.ts";

const now = new Date("2026-11-20T12:00:00Z");
const clean: LedgerPage = { failures: 0, notBefore: undefined, lastProblem: undefined, deployed: "AA:BB" };
const problem = (retry: Retry) => new Problem({ code: "x", message: "the CA said no", fix: "do this", retry });

function minutesUntilNext(failures: number, random = 0): number {
  const { next } = afterFailure({ ...clean, failures }, problem("after-a-fix"), now, () => random);
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
  expect(afterFailure(clean, problem({ notBefore: tomorrow }), now, () => 0).next).toEqual(tomorrow);
  expect(afterFailure(clean, problem({ notBefore: soon }), now, () => 0).next).toEqual(
    new Date("2026-11-20T12:01:00Z"),
  );
});

it("looks every minute at what costs nothing, and does not count it", () => {
  const { page, next } = afterFailure({ ...clean, failures: 2 }, problem("look"), now, () => 0.9);
  expect(next).toEqual(new Date("2026-11-20T12:01:00Z"));
  expect(page).toEqual({ ...clean, failures: 2, lastProblem: "the CA said no (do this)" });
});

it("forgets failures after a success, but not what is deployed", () => {
  expect(afterSuccess({ failures: 3, notBefore: now, lastProblem: "x", deployed: "AA:BB" })).toEqual(clean);
});
