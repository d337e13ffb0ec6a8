import { expect, it } from "vitest";
import type { Outcome } from "../../src/model/outcome.ts";
import { Problem, type Retry } from "../../src/model/problem.ts";
import { nextCheck } from "../../src/scheduler/first-minutes.ts";

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const failed = (retry: Retry, next = at("12:02:00")): Outcome => ({
  result: "failed",
  problem: new Problem({ code: "companion-absent", message: "m", fix: "f", retry }),
  next,
});

it("looks every three seconds in the first two minutes at what costs nothing", () => {
  expect(nextCheck(failed("look"), at("12:00:00"), at("12:01:00"))).toEqual(at("12:01:03"));
  expect(nextCheck(failed("look", at("12:01:01")), at("12:00:00"), at("12:01:00"))).toEqual(at("12:01:01"));
});

it("leaves it at the minute later on", () => {
  expect(nextCheck(failed("look", at("12:03:01")), at("12:00:00"), at("12:02:01"))).toEqual(at("12:03:01"));
});

it("never hurries what costs something at the authority", () => {
  for (const retry of ["soon", "after-a-fix", { notBefore: at("12:02:00") }] as const) {
    expect(nextCheck(failed(retry), at("12:00:00"), at("12:01:00"))).toEqual(at("12:02:00"));
  }
});
