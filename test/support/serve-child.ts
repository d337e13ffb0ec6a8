import "./shifted-clock.ts";
import { certbotVerbs } from "../../src/assemble/certbot-verbs.ts";
import { readOnlyVerbs } from "../../src/assemble/read-only-verbs.ts";
import { openParts } from "../../src/assemble/renewal-parts.ts";
import { runLog } from "../../src/assemble/run-log.ts";
import { openStore } from "../../src/assemble/store-parts.ts";
import { runCommand } from "../../src/cli/run.ts";
import type { Folders } from "../../src/model/settings.ts";

/**
 * `serve` in a process of its own with its real parts, in folders of its own and at another time. Its argument: JSON of
 * the environment, the folder, and by how many ms its clock is ahead. Each check posts a line: `posted: …`.
 */
export interface ServeGiven {
  environment: Readonly<Record<string, string>>;
  folders: Folders;
  aheadMs: number;
}

const { environment, folders }: ServeGiven = JSON.parse(process.argv[2] ?? "");
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
const notNeeded = () => Promise.reject(new Error("serve has no use for it"));
const clock = { now: () => new Date() };
const log = runLog(console.log);
const run = { version: "1.2.3", environment, traffic: log.traffic };
const print = log.heard(console.log);

process.umask(0o022);
process.exitCode = await runCommand(["serve"], {
  ...{ environment, print, complain: print, log: log.note, signal: stop.signal, version: run.version, clock },
  ...{ colour: false, columns: undefined, step: (_: string, work: () => Promise<unknown>) => work() as never },
  assembly: {
    folders,
    within: () => {
      throw new Error("serve has no use for it");
    },
    parts: (settings, say, { reloadOnly } = { reloadOnly: false }) =>
      openParts(settings, { ...run, say, clock, reloadOnly }),
    ...certbotVerbs({ folders, clock, log, ...run }),
    ...readOnlyVerbs(run),
    store: () => openStore(run, folders),
    statusFile: async () => ({
      post: async ({ line, healthy }) => console.log(`posted: ${healthy ? "green" : "red"} ${line}`),
      read: async () => undefined,
    }),
    isServed: async () => false,
    keeper: undefined,
    restPlan: async () => undefined,
    certificateImporter: notNeeded,
    copyForNginx: notNeeded,
    ask: notNeeded,
    confirm: notNeeded,
    prepareHaproxy: notNeeded,
    httpsSwitch: notNeeded,
    attaching: notNeeded,
    tryDns: notNeeded,
    standardInput: notNeeded,
    runCompanion: notNeeded,
  },
});
process.exit();
