import type { NamelessSettings } from "../../model/nameless-settings.ts";
import type { Observer } from "../../model/notice.ts";
import { phrase } from "../../model/phrase.ts";
import type { Settings } from "../../model/settings.ts";
import type { WatchedSite } from "../../model/watch.ts";
import { runLoop } from "../../scheduler/loop.ts";
import type { Context } from "../context.ts";
import { postMore } from "../post-status.ts";
import { warnIfUntold } from "../untold.ts";

/** WATCH without CERTBOT_DOMAIN: nothing is obtained, and what others keep is watched. */
export async function serveWatchOnly(context: Context, settings: NamelessSettings): Promise<"stopped"> {
  const { watchUntilStopped } = await import("./watch.ts");
  context.print(phrase`httpsidecar ${context.version}: watching ${settings.watch.map(({ url }) => url).join(", ")}`);
  warnIfUntold(context, settings);
  await watchUntilStopped(context, settings, true);
  return "stopped";
}

/** Rounds beside the renewals; without WATCH nothing is loaded, and there is no time of a next one. */
export async function roundsBeside(
  context: Context,
  settings: Settings,
  { watched }: Observer,
): Promise<() => Promise<Date>> {
  if (settings.watch.length === 0) return async () => new Date(8.64e15);
  const { watchRounds } = await import("./rounds.ts");
  const statusFile = await context.assembly.statusFile();
  const post = (sites: readonly WatchedSite[]) => postMore(statusFile, { watched: sites });
  const before = (await statusFile.read())?.watched;
  return watchRounds({ context, settings, observe: watched, post, before });
}

/** While the renewals wait for the operator. */
export async function watchWhileIdle(context: Context, settings: Settings) {
  const observer = await context.assembly.observer(settings, context.complain, { failures: {} });
  return await runLoop(await roundsBeside(context, settings, observer), context);
}
