import { expect, it } from "vitest";
import { linesOf, problemOf } from "../../src/deploy/answers.ts";
import { type CompanionAnswer, companionCodes, companionNotes } from "../../src/model/companion.ts";

const answer = (given: Partial<CompanionAnswer>): CompanionAnswer => ({
  code: "done",
  nginx: true,
  https: true,
  challenge: true,
  off: false,
  notes: [],
  output: "",
  ...given,
});

it("has a mend for every code that is a failure", () => {
  const failures = companionCodes.filter((code) => !["done", "unchanged", "off-by-operator"].includes(code));
  for (const code of failures) {
    const problem = problemOf(answer({ code }));
    expect(problem?.code).toBe(code);
    expect(problem?.fix.length, code).toBeGreaterThan(10);
    expect(problem?.message, code).toMatch(/^[a-z].*[^.]$/);
  }
  expect(failures).toHaveLength(14);
});

it("has no problem for what is no failure", () => {
  for (const code of ["done", "unchanged", "off-by-operator"] as const) {
    expect(problemOf(answer({ code }))).toBeUndefined();
  }
});

it("has a line for every note", () => {
  expect(new Set(linesOf(answer({ notes: companionNotes }))).size).toBe(companionNotes.length);
});
