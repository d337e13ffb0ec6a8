import type { Context } from "./context.ts";
import { memoryLeft, newMemory } from "./serve-memory.ts";
import { settingsFor } from "./settings.ts";

/** What the keeper runs beside a `serve` that rests: makes the pages of METRICS_PORT, and changes nothing. Throws Problem. */
export async function makePages(context: Context): Promise<number> {
  const { assembly } = context;
  const { counted } = memoryLeft(assembly.keeper?.memory) ?? newMemory(context.clock.now());
  await assembly.handOverPages(await settingsFor(context, "serve"), counted);
  return 0;
}
