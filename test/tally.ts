import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** What one run of vitest came to; skipped includes tests still to be written. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** what failed, a line each: file, test, the first line of its message */
  failures: readonly string[];
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
}

interface Report {
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
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, failures: ["vitest left no report"] };

  const passed = report.numPassedTests;
  const failed = report.numFailedTests + report.testResults.filter(failedOutsideTests).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (failed === 0 && (exitCode !== 0 || passed === 0)) {
    return { passed, failed: 1, skipped, failures: [`vitest ended with ${exitCode}, and ${passed} tests passed`] };
  }
  return { passed, failed, skipped, failures: report.testResults.flatMap(failuresIn) };
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

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // vitest was killed, or crashed before it could write
    return undefined;
  }
}

if (import.meta.main) {
  const [path = "", exitCode = "1"] = process.argv.slice(2);
  const { passed, failed, skipped, failures } = tally(readReport(path), Number(exitCode));
  console.log([`${passed} ${failed} ${skipped}`, ...failures].join("\n"));
}
