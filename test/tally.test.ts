import { expect, test } from "vitest";
import { tally } from "./tally.ts";

const nothing = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const passes = { status: "passed", assertionResults: [{ status: "passed" }] };

test("passed, failed and skipped tests are counted as vitest counted them", () => {
  const failed = { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] };
  const report = { ...nothing, numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  expect(tally({ ...report, testResults: [passes, failed] }, 1)).toEqual({ passed: 7, failed: 1, skipped: 3 });
});

test("a file that does not load, and one whose hook fails, is a failure each", () => {
  const unloadable = { status: "failed", assertionResults: [] };
  const badHook = { status: "failed", assertionResults: [{ status: "passed" }, { status: "skipped" }] };
  const report = { ...nothing, numPassedTests: 2, numPendingTests: 1, testResults: [passes, unloadable, badHook] };
  expect(tally(report, 1)).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

test("a run that ends badly although every test passed is a failure", () => {
  expect(tally({ ...nothing, numPassedTests: 1, testResults: [passes] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

test("a run of nothing is a failure", () => {
  expect(tally(nothing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a run without a report is a failure", () => {
  expect(tally(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
