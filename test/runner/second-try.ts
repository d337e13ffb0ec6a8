import { runStage } from "./stages.ts";
import type { Tally } from "./tally.ts";
import type { Stage } from "./tiers.ts";

/** What a stage came to, and what failed in it first and passed when it ran once more. */
export interface Tried {
  sum: Tally;
  /** a line each, as in a tally's failures */
  atSecondTry: readonly string[];
}

/** More than that is no chance. */
const mostFiles = 3;

/**
 * Runs the files that failed once more, one at a time. Each counts as it came out then, and what needed it is named at
 * the end of the run: a fault of a test or of the program that shows now and then.
 */
export async function tryAgain(stage: Stage, first: Tally, folder: string, until: number): Promise<Tried> {
  const files = first.failedFiles.map(({ file }) => file);
  if (files.length === 0 || files.length > mostFiles) return { sum: first, atSecondTry: [] };
  console.log(["", ...first.failures.map((failure) => `failed: ${failure}`), "tried once more:"].join("\n"));
  return secondTry(first, await runStage({ ...stage, words: ["--no-file-parallelism", ...files] }, folder, until));
}

/** The sum in which a second run of all failed files takes the place of their first. */
export function secondTry(first: Tally, second: Tally): Tried {
  const isWhole = second.files.length === first.failedFiles.length;
  if (!isWhole || second.skipped > total(first.failedFiles, "skipped")) return { sum: first, atSecondTry: [] };
  const count = (of: "passed" | "failed" | "skipped") => first[of] - total(first.failedFiles, of) + second[of];
  const failedFirst = first.failedFiles.flatMap(({ failures }) => failures);
  const failedAgain = new Set(second.failedFiles.map(({ file }) => file));
  const cured = first.failedFiles.filter(({ file }) => !failedAgain.has(file));
  const sum = {
    ...{ passed: count("passed"), failed: count("failed"), skipped: count("skipped") },
    failures: [...first.failures.filter((failure) => !failedFirst.includes(failure)), ...second.failures],
    files: [...first.files, ...second.files],
    failedFiles: second.failedFiles,
  };
  return { sum, atSecondTry: cured.flatMap(({ failures }) => failures) };
}

function total(files: Tally["failedFiles"], of: "passed" | "failed" | "skipped"): number {
  return files.reduce((sum, file) => sum + file[of], 0);
}
