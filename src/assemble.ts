import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { certbotVerbs } from "./assemble/certbot-verbs.ts";
import { openStrategy } from "./assemble/deploy-parts.ts";
import { prepareHaproxy, switchAt } from "./assemble/haproxy-parts.ts";
import { openKeeper } from "./assemble/keeper.ts";
import { outputsFor } from "./assemble/outputs.ts";
import { readOnlyVerbs } from "./assemble/read-only-verbs.ts";
import { type RunLog, runLog } from "./assemble/run-log.ts";
import { serviceLog } from "./assemble/service-log.ts";
import { openStore } from "./assemble/store-parts.ts";
import { openTerminal } from "./assemble/terminal.ts";
import { Declined } from "./base/declined.ts";
import type { Assembly } from "./cli/context.ts";
import { healthTable } from "./cli/health.ts";
import { runCommand } from "./cli/run.ts";
import { defaultFolders, readServing } from "./config/settings.ts";
import { stackWords } from "./config/stack-words.ts";
import { usualSocket } from "./model/companion.ts";
import type { Folders } from "./model/settings.ts";

/** the templates */
const shipped = new URL("../docker/", import.meta.url);
const clock = { now: () => new Date() };

// before the copy: it takes its own words out
const keeper = openKeeper(process.env, defaultFolders.run);
/** Read once: each look at Node's own object asks the system, and settings are made of it for each lineage. */
const environment = { ...process.env };

/** Runs a command line with the real parts; gives the exit code. */
export async function runHere(typed: readonly string[], signal: AbortSignal): Promise<number> {
  const { steps, colour, columns, shown } = openTerminal(process);
  const words = stackWords(process.env);
  const outputs = outputsFor(typed, { shown, format: process.env["LOG_FORMAT"], clock, words });
  const complained = steps.above(outputs.complained);
  const log = runLog(complained);
  const service = serviceLog(typed, { format: process.env["LOG_FORMAT"], clock });
  const print = service.said(log.heard(steps.above(outputs.said)));
  const complain = service.complained(log.heard(complained));
  const version = await readVersion();
  const heard = { print, complain, log: log.note };
  const code = await runCommand(typed, {
    environment,
    ...heard,
    signal,
    version,
    clock,
    colour,
    columns,
    step: steps.step,
    assembly: assemble(version, log, defaultFolders),
  });
  await service.note(code);
  return code;
}

function assemble(version: string, log: RunLog, folders: Folders): Assembly {
  const run = { version, environment, traffic: log.traffic };
  return {
    folders,
    within: (other) => assemble(version, log, other),
    async parts(settings, say, { reloadOnly } = { reloadOnly: false }) {
      const { openParts } = await import("./assemble/renewal-parts.ts");
      return await openParts(settings, { ...run, say, clock, reloadOnly });
    },
    ...certbotVerbs({ folders, clock, log, ...run }),
    ...readOnlyVerbs({ ...run, pages: keeper?.pages }),
    ...restVerbs(folders),
    ...typedVerbs,
    store: () => openStore(run, folders),
    async httpsSwitch() {
      const { httpsSwitch } = await import("./deploy/https-switch.ts");
      const { proxy, ...serving } = readServing(process.env);
      const strategy = await openStrategy({ ...serving, folders, companionSocket: usualSocket });
      return await switchAt(proxy, httpsSwitch(strategy));
    },
    async statusFile() {
      const { statusFile } = await import("./store/status-file.ts");
      return statusFile(folders.run, (status) => stackWords(process.env)(healthTable(status)));
    },
    isServed: async (stop, standBy) =>
      (await import("./assemble/only-one.ts")).isServed(folders.state, stop, { standBy }),
    async runCompanion(settings, print, stopSignal, beat) {
      const { runCompanion } = await import("./companion/companion.ts");
      return await runCompanion({ settings, print, signal: stopSignal, beat, keeper });
    },
  };
}

const restVerbs = (folders: Folders): Pick<Assembly, "keeper" | "restPlan"> => ({
  keeper,
  restPlan: async (...asked) => (await import("./assemble/rest-parts.ts")).restPlan(folders, ...asked),
});

/** For commands that the operator types; keys and CSRs lie in a folder beside certbot's. */
const typedVerbs: Pick<
  Assembly,
  | "attaching"
  | "tryDns"
  | "standardInput"
  | "certificateImporter"
  | "copyForNginx"
  | "ask"
  | "confirm"
  | "prepareHaproxy"
> = {
  attaching: async (print) => (await import("./assemble/attach-parts.ts")).openAttaching(print, shipped, process.env),
  tryDns: async (...given) => (await import("./assemble/dns-parts.ts")).tryDns(...given),
  standardInput: () => text(process.stdin),
  async certificateImporter({ folders: { config }, directory, caBundle }) {
    const { certificateImporter } = await import("./imported/importer.ts");
    return certificateImporter({ folder: join(config, "own"), clock, directory, caBundle });
  },
  copyForNginx: async (...asked) => (await import("./store/ssl-folder.ts")).copyForNginx(...asked),
  async ask(question) {
    const typed = await (await import("./base/prompt.ts")).askSecret(question);
    if (typed.kind === "left") throw new Declined();
    return typed.kind === "typed" ? typed.text : undefined;
  },
  confirm: async (question) => (await import("./base/prompt.ts")).confirm(question),
  prepareHaproxy,
};

async function readVersion(): Promise<string> {
  const file = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
