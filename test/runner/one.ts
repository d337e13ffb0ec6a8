import { needsOf } from "./needs.ts";
import { run } from "./processes.ts";
import { setUp, steps } from "./steps.ts";

/** Sets up what one test file needs, and runs it with the further words for vitest. */
export async function runOne(file: string, words: readonly string[], folder: string): Promise<number> {
  const needs = needsOf(file);
  const table = {
    ...steps,
    packages: { command: ["test/setup/packages", ...needs.packages], after: [] },
    images: { command: ["docker/setup/images", ...needs.images], after: ["engine"] },
  } as const;
  const until = Number.POSITIVE_INFINITY;
  const failure = await setUp(folder, until, [], table).failureOf(needs.steps);
  if (failure !== undefined) {
    console.log(`failed: ${failure}`);
    return 1;
  }
  return await run(["vitest", "run", "--config", "test/vitest.config.ts", "--reporter=verbose", file, ...words], {
    until,
  });
}
