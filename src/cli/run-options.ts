import type { Settings } from "../model/settings.ts";
import type { RunOptions } from "../renewal/parts.ts";
import type { Context } from "./context.ts";

type How = Pick<RunOptions, "force" | "onCommand" | "byHand">;

export function runOptions(settings: Settings, how: How): RunOptions {
  const { directory, imported, schedule, exactNames: exactly, certbot } = settings;
  const { allowSubset = false, breakMyCerts = false, authenticator } = certbot;
  const takeOver = authenticator !== undefined;
  return { directory, imported, schedule, exactly, allowSubset, breakMyCerts, takeOver, ...how };
}

/** A run without a terminal is a cron job's, which skips no pause. */
export function isPerson({ columns }: Pick<Context, "columns">): boolean {
  return columns !== undefined;
}
