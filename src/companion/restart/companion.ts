import { phrase } from "../../model/phrase.ts";
import type { CompanionOptions } from "../companion.ts";
import { runPlainCompanion } from "../plain.ts";
import { restartLimit } from "./limit.ts";
import { obeyByRestart } from "./verbs.ts";

/** The companion with DEPLOY=restart: whatever the service is, it is restarted, and nothing else is done to it. */
export async function runRestartCompanion(options: CompanionOptions): Promise<void> {
  const { settings, now = () => new Date() } = options;
  const limit = restartLimit(now);
  await runPlainCompanion(options, {
    obey: (parts, verb) => obeyByRestart({ ...parts, limit }, verb),
    describe: async ({ find }) =>
      phrase`${settings.service} is container ${(await find()).id.slice(0, 12)}; it is restarted`,
  });
}
