import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { simulate } from "./run.ts";

// A seed that failed is lived through again, exactly as it was, with HTTPSIDECAR_SEED=<seed>.
const years = 5;
const first = Number(process.env.HTTPSIDECAR_SEED ?? 1);
const seeds = Number(process.env.HTTPSIDECAR_SEEDS ?? (process.env.HTTPSIDECAR_SEED ? 1 : 201));

// Nobody reads the stacks of the many expected failures, and they cost a tenth of the time; one seed alone has them.
if (seeds > 1) Error.stackTraceLimit = 0;

test(`${seeds * years} years of renewals keep every rule`, { timeout: 60_000 + seeds * 2000 }, async () => {
  const began = performance.now();
  const totals = { looks: 0, kills: 0, losses: 0, issued: 0, orders: 0, failedValidations: 0 };
  const broken: string[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    try {
      const run = await simulate(seed, years);
      for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += run[key];
    } catch (error) {
      broken.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round((seeds * years) / seconds);
  console.log(
    `${seeds * years} certificate-years in ${seconds.toFixed(1)} s (${rate}/s, ${availableParallelism()} cores)`,
    totals,
  );
  expect(broken).toEqual([]);
});

test("a seed gives the same life each time, and another seed another one", async () => {
  const life = await simulate(7, 2);
  expect(await simulate(7, 2)).toEqual(life);
  expect((await simulate(8, 2)).looks).not.toBe(life.looks);
});
