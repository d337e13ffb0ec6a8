import { untilStopped } from "../scheduler/until-stopped.ts";
import type { Context } from "./context.ts";
import { settingsFor } from "./settings.ts";

/** What the keeper runs beside a `serve` that rests: the pages of METRICS_PORT, until the rest ends. Throws Problem. */
export async function showPages(context: Context): Promise<number> {
  await context.assembly.showPages(await settingsFor(context, "serve"), context.complain);
  await untilStopped(context.signal);
  return 0;
}
