import { once } from "node:events";
import type { Context } from "./context.ts";
import { settingsFor } from "./settings.ts";

/** What the keeper runs beside a `serve` that rests: the pages of METRICS_PORT, until the rest ends. Throws Problem. */
export async function showPages(context: Context): Promise<number> {
  const { assembly, complain, signal } = context;
  await assembly.showPages(await settingsFor(context, "serve"), complain);
  // who waits for a client does not keep Node up: a timer does
  const up = setInterval(() => {}, 2 ** 31 - 1);
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(up);
  return 0;
}
