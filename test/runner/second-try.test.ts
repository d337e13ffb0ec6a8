import { expect, test } from "vitest";
import { secondTry } from "./second-try.ts";
import type { FailedFile, Tally } from "./tally.ts";

const story: FailedFile = {
  ...{ file: "test/e2e/story.test.ts", passed: 2, failed: 1, skipped: 0 },
  failures: ["test/e2e/story.test.ts: it goes on: too late"],
};
const first: Tally = {
  ...{ passed: 9, failed: 1, skipped: 0, failures: story.failures, failedFiles: [story] },
  files: [{ file: story.file, seconds: 40 }],
};
const good: Tally = {
  ...{ passed: 3, failed: 0, skipped: 0, failures: [], failedFiles: [] },
  files: [{ file: story.file, seconds: 30 }],
};

test("a story that passes when it runs once more counts as passed, and is named", () => {
  const { sum, atSecondTry } = secondTry(first, good);
  expect(sum).toMatchObject({ passed: 10, failed: 0, skipped: 0, failures: [] });
  expect(atSecondTry).toEqual(story.failures);
});

test("a story that fails again fails, with what it said then", () => {
  const failures = ["test/e2e/story.test.ts: it begins: no certificate"];
  const again = {
    ...good,
    passed: 1,
    failed: 2,
    failures,
    failedFiles: [{ ...story, passed: 1, failed: 2, failures }],
  };
  const { sum, atSecondTry } = secondTry(first, again);
  expect(sum).toMatchObject({ passed: 8, failed: 2, failures });
  expect(atSecondTry).toEqual([]);
});

test("a failure outside the files that ran again stays", () => {
  const more = { ...first, failed: 2, failures: [...first.failures, "vitest ended with 1"] };
  expect(secondTry(more, good).sum).toMatchObject({ passed: 10, failed: 1, failures: ["vitest ended with 1"] });
});

test.each([
  ["left no report", { ...good, passed: 0, failed: 1, files: [] }],
  ["ran out of time", { ...good, passed: 1, skipped: 2 }],
])("a second run that %s changes nothing", (_, second) => {
  expect(secondTry(first, second)).toEqual({ sum: first, atSecondTry: [] });
});
