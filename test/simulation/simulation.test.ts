import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { Life, Share } from "./lives.ts";
import { type Run, simulate } from "./run.ts";

// A seed that failed is lived through again, exactly as it was, with HTTPSIDECAR_SEED=<seed>.
const years = 5;
const first = Number(process.env.HTTPSIDECAR_SEED ?? 1);
const seeds = Number(process.env.HTTPSIDECAR_SEEDS ?? (process.env.HTTPSIDECAR_SEED ? 1 : 201));
const threads = Math.min(seeds, availableParallelism());

test(`${seeds * years} years of renewals keep every rule`, { timeout: 600_000 + seeds * 30_000 }, async () => {
  const began = performance.now();
  const lives = (await Promise.all(Array.from({ length: threads }, (_, thread) => liveApart(thread)))).flat();
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round((seeds * years) / seconds);
  const runs = lives.flatMap((life) => ("run" in life ? [life.run] : []));
  console.log(
    `${seeds * years} certificate-years in ${seconds.toFixed(1)} s (${rate}/s, ${threads} threads)`,
    totalsOf(runs),
  );
  expect(lives.flatMap((life) => ("broken" in life ? [life.broken] : []))).toEqual([]);
  expect(runs).toHaveLength(seeds);
});

test("a seed gives the same life each time, and another seed another one", async () => {
  const life = await simulate(7, 2);
  expect(await simulate(7, 2)).toEqual(life);
  expect((await simulate(8, 2)).looks).not.toBe(life.looks);
});

/** Every so many-th seed, in a thread of its own. */
async function liveApart(thread: number): Promise<Life[]> {
  const mine = Array.from({ length: seeds }, (_, index) => first + index).filter((_, at) => at % threads === thread);
  const workerData: Share = { seeds: mine, years, stacks: seeds === 1 };
  const worker = new Worker(new URL("./lives.ts", import.meta.url), { workerData });
  const lives: Life[] = [];
  worker.on("message", (life: Life) => lives.push(life));
  await once(worker, "exit");
  return lives;
}

function totalsOf(runs: readonly Run[]): Record<string, number> {
  const keys = ["looks", "kills", "losses", "issued", "orders", "failedValidations"] as const;
  return Object.fromEntries(keys.map((key) => [key, runs.reduce((total, run) => total + run[key], 0)]));
}
