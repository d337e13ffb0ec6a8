import { run } from "./processes.ts";
import { setUp } from "./steps.ts";

/** The table of measurements, with all that it measures. */
export async function bench(folder: string): Promise<number> {
  const until = Number.POSITIVE_INFINITY;
  const failure = await setUp(folder, until, []).failureOf(["packages", "pebble", "every-image"]);
  if (failure === undefined) return await run(["bash", "test/bench"], { until });
  console.log(`failed: ${failure}`);
  return 1;
}
