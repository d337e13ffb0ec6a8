import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import { type Report, type Tally, tally } from "./tally.ts";
import type { Stage } from "./tiers.ts";

const vitest = ["vitest", "run", "--config", "test/vitest.config.ts"];

/** Runs the tests of a stage; gives what they came to. */
export async function runStage(stage: Stage, folder: string, until: number): Promise<Tally> {
  const report = join(folder, `report-${stage.projects.join("-")}.json`);
  rmSync(report, { force: true });
  const reporters = [
    `--reporter=${stage.verbose ? "verbose" : "default"}`,
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const projects = stage.projects.map((project) => `--project=${project}`);
  const env = { HTTPSIDECAR_DEADLINE: `${until - minutesOfAStory * 60_000}`, ...stage.env };
  const words = [...vitest, ...projects, ...reporters, ...(stage.words ?? [])];
  const code = await run(words, { env, until, ...(stage.nice && { nice: true }) });
  const sum = tally(readReport(report), code);
  const nothing = code === 0 && stage.words?.includes("--passWithNoTests") && sum.passed + sum.skipped === 0;
  return nothing ? { ...sum, failed: 0, failures: [] } : sum;
}

const minutesOfAStory = 4;

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // vitest was killed, or crashed before it could write
    return undefined;
  }
}
