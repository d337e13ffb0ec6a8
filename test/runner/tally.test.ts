import { resolve } from "node:path";
import { expect, test } from "vitest";
import { tally } from "./tally.ts";

const nothing = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const passes = { status: "passed", assertionResults: [{ status: "passed" }] };

test("passed, failed and skipped tests are counted as vitest counted them", () => {
  const wrong = {
    status: "failed",
    fullName: "a sum is right",
    failureMessages: ["expected 3 to be 2\n    at sum.ts"],
  };
  const failed = {
    status: "failed",
    name: resolve("test/sum.test.ts"),
    assertionResults: [wrong, { status: "passed" }],
  };
  const report = { ...nothing, numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  const failures = ["test/sum.test.ts: a sum is right: expected 3 to be 2"];
  expect(tally({ ...report, testResults: [passes, failed] }, 1)).toMatchObject({
    passed: 7,
    failed: 1,
    skipped: 3,
    failures,
  });
});

test("a file that does not load, and one whose hook fails, is a failure each", () => {
  const unloadable = {
    name: resolve("test/a.test.ts"),
    status: "failed",
    message: "no such module",
    assertionResults: [],
  };
  const badHook = { ...unloadable, message: "", assertionResults: [{ status: "passed" }, { status: "skipped" }] };
  const report = { ...nothing, numPassedTests: 2, numPendingTests: 1, testResults: [passes, unloadable, badHook] };
  expect(tally(report, 1)).toMatchObject({
    ...{ passed: 2, failed: 2, skipped: 1 },
    failures: ["test/a.test.ts: no such module", "test/a.test.ts: "],
  });
});

test("a run that ends badly although every test passed is a failure", () => {
  expect(tally({ ...nothing, numPassedTests: 1, testResults: [passes] }, 1)).toMatchObject({
    ...{ passed: 1, failed: 1, skipped: 0 },
    failures: ["vitest ended with 1, and 1 tests passed"],
  });
});

test("a run of nothing is a failure", () => {
  const failures = ["vitest ended with 0, and 0 tests passed"];
  expect(tally(nothing, 0)).toMatchObject({ passed: 0, failed: 1, skipped: 0, failures });
});

test("a run without a report is a failure", () => {
  expect(tally(undefined, 0)).toMatchObject({ passed: 0, failed: 1, skipped: 0, failures: ["vitest left no report"] });
});

test("how long each file took is told", () => {
  const file = { ...passes, name: resolve("test/sum.test.ts"), startTime: 1000, endTime: 3500 };
  const { files } = tally({ ...nothing, numPassedTests: 1, testResults: [file] }, 0);
  expect(files).toEqual([{ file: "test/sum.test.ts", seconds: 2.5 }]);
});
