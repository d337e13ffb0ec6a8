import { readFileSync } from "node:fs";

/** What one run of vitest came to; skipped includes tests still to be written. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[];
}

/**
 * The sum of vitest's JSON report. A file that failed to load, or whose hook failed, counts as one failure;
 * so does a run that ended badly for no reason that the report shows, and a run of nothing.
 */
export function tally(report: Report | undefined, exitCode: number): Tally {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };

  const passed = report.numPassedTests;
  const failed = report.numFailedTests + report.testResults.filter(failedOutsideTests).length;
  const unexplained = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: unexplained ? 1 : failed, skipped: report.numPendingTests + report.numTodoTests };
}

function failedOutsideTests(file: Report["testResults"][number]): boolean {
  return file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed");
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
  const { passed, failed, skipped } = tally(readReport(path), Number(exitCode));
  console.log(passed, failed, skipped);
}
