import { execFileSync } from "node:child_process";
import { imagesUsed } from "./images-used.ts";
import { lint } from "./lint.ts";
import { tryAgain } from "./second-try.ts";
import { runStage } from "./stages.ts";
import { type SetUp, type Step, setUp } from "./steps.ts";
import type { Tally } from "./tally.ts";
import type { Stage, Tier } from "./tiers.ts";
import { type FileTiming, type Timing, timingTable, watchWork } from "./timing.ts";

/** What a run has come to so far. */
interface Sum {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
  /** what failed first, and passed when it ran once more */
  atSecondTry: string[];
  files: FileTiming[];
  timings: Timing[];
}

/** Runs the stages one after the other, lint and set-up beside them; ends with the true sum. */
export async function runTier(tier: Tier, folder: string): Promise<number> {
  const began = Number(process.env["HTTPSIDECAR_BEGAN"] ?? Date.now());
  const until = began + tier.minutes * 60_000;
  const sum: Sum = { passed: 0, failed: 0, skipped: 0, failures: [], atSecondTry: [], files: [], timings: [] };
  const wanted = tier.stages.flatMap(({ needs, beside }) => [...needs, ...(beside?.needs ?? [])]);
  sayWhatIsInstalled(wanted);
  sum.timings.push({ title: "npm packages and what came before", seconds: (Date.now() - began) / 1000 });

  const prepared = setUp(folder, until, sum.timings);
  prepared.begin(wanted.filter((step) => step !== "every-image"));
  const linted = lintBeside(sum, folder, until);
  for (const stage of tier.stages) await perform(stage, prepared, folder, until, sum);
  await linted;
  return await finish(sum, wanted.includes("image") || wanted.includes("every-image"));
}

/** What is missing comes by apt; nothing that is there is removed, stopped or switched off. */
function sayWhatIsInstalled(wanted: readonly Step[]): void {
  if (!wanted.includes("packages")) return;
  const rows = execFileSync("test/setup/packages", ["--missing"], { encoding: "utf8" }).split("\n").filter(Boolean);
  if (rows.length > 0)
    console.log(`installing with apt where it is missing, and nothing is removed: ${rows.join(" ")}`);
}

async function perform(stage: Stage, prepared: SetUp, folder: string, until: number, sum: Sum): Promise<void> {
  const stages = stage.beside ? [stage, stage.beside] : [stage];
  await timed(stages.map(({ title }) => title).join("; beside them: "), sum, async () => {
    await Promise.all(stages.map((each) => begin(each, prepared, folder, until, sum)));
  });
}

async function begin(stage: Stage, prepared: SetUp, folder: string, until: number, sum: Sum): Promise<void> {
  const waiting = Date.now();
  const failure = await prepared.failureOf(stage.needs);
  const seconds = (Date.now() - waiting) / 1000;
  if (seconds > 1) sum.timings.push({ title: `waited for what ${stage.title} need`, seconds, beside: true });
  if (failure !== undefined) return addFailures(sum, [`${failure}; so there were no ${stage.title}`]);
  if (Date.now() > until) return addFailures(sum, [`the time was over before: ${stage.title}`]);
  await runAndAdd(stage, folder, until, sum);
}

async function runAndAdd(stage: Stage, folder: string, until: number, sum: Sum): Promise<void> {
  const first = await runStage(stage, folder, until);
  const tried = stage.twice ? await tryAgain(stage, first, folder, until) : { sum: first, atSecondTry: [] };
  add(sum, tried.sum);
  sum.atSecondTry.push(...tried.atSecondTry);
}

/** While the first tests run, which do not keep both cores busy. */
async function lintBeside(sum: Sum, folder: string, until: number): Promise<void> {
  const began = Date.now();
  addFailures(sum, await lint(folder, until));
  const seconds = (Date.now() - began) / 1000;
  sum.timings.push({ title: "lint and types", seconds, beside: true });
  console.log(`== lint and types: ${seconds.toFixed(0)} s`);
}

async function timed(title: string, sum: Sum, work: () => Promise<void>): Promise<void> {
  console.log(`\n== ${title}`);
  const began = Date.now();
  const watched = watchWork();
  await work();
  const seconds = (Date.now() - began) / 1000;
  const spent = watched();
  sum.timings.push({ title, seconds, ...(spent && { work: spent }) });
  console.log(`== ${title}: ${seconds.toFixed(0)} s`);
}

function add(sum: Sum, { passed, failed, skipped, failures, files }: Tally): void {
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  sum.failures.push(...failures);
  sum.files.push(...files);
}

function addFailures(sum: Sum, failures: readonly string[]): void {
  sum.failed += failures.length;
  sum.failures.push(...failures);
}

async function finish(sum: Sum, withImages: boolean): Promise<number> {
  console.log(`\n${timingTable(sum.timings, sum.files)}`);
  console.log(`\n${(await import("../numbers.ts")).numbersTable()}`);
  if (withImages) console.log(["", "images:", ...(await imagesUsed().catch(() => ["  none"]))].join("\n"));
  if (sum.atSecondTry.length > 0)
    console.log(["", ...sum.atSecondTry.map((failure) => `passed at its second try only: ${failure}`)].join("\n"));
  if (sum.failures.length > 0) console.log(["", ...sum.failures.map((failure) => `failed: ${failure}`)].join("\n"));
  const failed = sum.passed + sum.failed === 0 ? 1 : sum.failed;
  console.log(`\n${sum.passed} passed, ${failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ""}`);
  return failed === 0 ? 0 : 1;
}
