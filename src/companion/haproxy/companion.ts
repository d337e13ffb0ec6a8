import { phrase } from "../../model/phrase.ts";
import { runGenericCompanion } from "../generic-server.ts";
import type { CompanionOptions } from "../options.ts";
import { type Admin, adminSocket } from "./admin.ts";
import { handleAtHaproxy } from "./verbs.ts";

/** The companion of a stack whose web server is HAProxy. */
export async function runHaproxyCompanion(options: CompanionOptions): Promise<void> {
  const { adminSocket: path } = options.settings;
  const admin = adminSocket(path);
  await runGenericCompanion(options, {
    act: (parts, verb) => handleAtHaproxy({ ...parts, admin }, verb),
    describe: async ({ find }) => describe((await find()).id, admin, path),
  });
}

async function describe(id: string, admin: Admin, path: string): Promise<string> {
  const way =
    (await admin.say("show info")) === undefined
      ? phrase`nothing listens on ${path}: it is reloaded instead`
      : phrase`new certificates go through its runtime socket`;
  return phrase`HAProxy is container ${id.slice(0, 12)}; ${way}`;
}
