import { parentPort, workerData } from "node:worker_threads";
import { type Run, simulate } from "./run.ts";

/** What one thread is to live through. */
export interface Share {
  seeds: readonly number[];
  years: number;
  /** whether failures have stacks, which cost a tenth of the time */
  stacks: boolean;
}

export type Life = { run: Run } | { broken: string };

async function live(seed: number, years: number): Promise<Life> {
  try {
    return { run: await simulate(seed, years) };
  } catch (error) {
    return { broken: `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}

const { seeds, years, stacks } = workerData as Share;
if (!stacks) Error.stackTraceLimit = 0;
for (const seed of seeds) parentPort?.postMessage(await live(seed, years));
