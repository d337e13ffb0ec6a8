import { phrase } from "../../model/phrase.ts";
import { runGenericCompanion } from "../generic-server.ts";
import type { CompanionOptions } from "../options.ts";
import { restartLimit } from "./limit.ts";
import { handleByRestart } from "./verbs.ts";

/** The companion with DEPLOY=restart: whatever the service is, it is restarted, and nothing else is done to it. */
export async function runRestartCompanion(options: CompanionOptions): Promise<void> {
  const { settings, now = () => new Date() } = options;
  const limit = restartLimit(now);
  await runGenericCompanion(options, {
    act: (parts, verb) => handleByRestart({ ...parts, limit }, verb),
    describe: async ({ find }) =>
      phrase`${settings.service} is container ${(await find()).id.slice(0, 12)}; it is restarted`,
  });
}
