import { relative } from "node:path";
import type { FileTiming } from "./timing.ts";

/** What one run of vitest came to; skipped includes tests still to be written. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** what failed, a line each: file, test, the first line of its message */
  failures: readonly string[];
  files: readonly FileTiming[];
  /** files in which something failed, with what of each is counted above */
  failedFiles: readonly FailedFile[];
}

export interface FailedFile extends Pick<Tally, "passed" | "failed" | "skipped" | "failures"> {
  file: string;
}

interface TestResult {
  status: string;
  fullName?: string;
  failureMessages?: readonly string[];
}

interface FileResult {
  name?: string;
  status: string;
  message?: string;
  assertionResults: readonly TestResult[];
  /** ms since 1970 */
  startTime?: number;
  endTime?: number;
}

/** vitest's JSON. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly FileResult[];
}

/**
 * The sum of vitest's JSON report. A file that failed to load, or whose hook failed, counts as one failure;
 * so does a run that ended badly for no reason that the report shows, and a run of nothing.
 */
export function tally(report: Report | undefined, exitCode: number): Tally {
  if (report === undefined)
    return { passed: 0, failed: 1, skipped: 0, failures: ["vitest left no report"], files: [], failedFiles: [] };

  const passed = report.numPassedTests;
  const failed = report.numFailedTests + report.testResults.filter(failedOutsideTests).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const files = report.testResults.map(timingOf);
  if (failed === 0 && (exitCode !== 0 || passed === 0)) {
    return {
      passed,
      failed: 1,
      skipped,
      failures: [`vitest ended with ${exitCode}, and ${passed} tests passed`],
      files,
      failedFiles: [],
    };
  }
  const failedFiles = report.testResults.filter(({ status }) => status === "failed").map(countsOf);
  return { passed, failed, skipped, failures: failedFiles.flatMap(({ failures }) => failures), files, failedFiles };
}

function countsOf(file: FileResult): FailedFile {
  const failures = failuresIn(file);
  const passed = file.assertionResults.filter(({ status }) => status === "passed").length;
  const failed = failures.length;
  const skipped = file.assertionResults.filter(({ status }) => !["passed", "failed"].includes(status)).length;
  return { file: relative(process.cwd(), file.name ?? ""), passed, failed, skipped, failures };
}

function timingOf({ name = "", startTime = 0, endTime = 0 }: FileResult): FileTiming {
  return { file: relative(process.cwd(), name), seconds: (endTime - startTime) / 1000 };
}

function failedOutsideTests(file: FileResult): boolean {
  return file.status === "failed" && !file.assertionResults.some(isFailed);
}

const isFailed = ({ status }: TestResult): boolean => status === "failed";

function failuresIn(file: FileResult): string[] {
  const where = relative(process.cwd(), file.name ?? "");
  if (failedOutsideTests(file)) return [`${where}: ${firstLine(file.message)}`];
  const line = ({ fullName, failureMessages = [] }: TestResult) =>
    `${where}: ${fullName}: ${firstLine(failureMessages[0])}`;
  return file.assertionResults.filter(isFailed).map(line);
}

function firstLine(message = ""): string {
  return message.trim().split("\n", 1)[0] ?? "";
}
