import { readFile } from "node:fs/promises";
import { attachVerbs } from "./assemble/attach-verbs.ts";
import { certbotVerbs } from "./assemble/certbot-verbs.ts";
import { openStrategy } from "./assemble/deploy-parts.ts";
import { haproxyVerbs, switchAt } from "./assemble/haproxy-parts.ts";
import { importVerbs } from "./assemble/import-parts.ts";
import { outputsFor } from "./assemble/outputs.ts";
import { readOnlyVerbs } from "./assemble/read-only-verbs.ts";
import { type RunLog, runLog } from "./assemble/run-log.ts";
import { openStore } from "./assemble/store-parts.ts";
import { openTerminal } from "./assemble/terminal.ts";
import type { Assembly } from "./cli/context.ts";
import { healthTable } from "./cli/health.ts";
import { runCommand } from "./cli/run.ts";
import { readServing } from "./config/settings.ts";
import type { Folders } from "./model/settings.ts";

const folders: Folders = {
  config: "/etc/letsencrypt",
  webroot: "/var/www/html",
  logs: "/var/log/letsencrypt",
  run: "/run",
  state: "/var/lib",
};
const companionSocket = "/run/httpsidecar/companion.sock";
const clock = { now: () => new Date() };

/** Runs a command line with the real parts; gives the exit code. */
export async function runHere(typed: readonly string[], signal: AbortSignal): Promise<number> {
  const { steps, colour, columns, shown } = openTerminal(process);
  const outputs = outputsFor(typed, { shown, format: process.env["LOG_FORMAT"], clock });
  const complained = steps.above(outputs.complained);
  const log = runLog(complained);
  const print = log.heard(steps.above(outputs.said));
  const complain = log.heard(complained);
  const version = await readVersion();
  const environment = process.env;
  const heard = { print, complain, log: log.note };
  return await runCommand(typed, {
    environment,
    ...heard,
    signal,
    version,
    clock,
    colour,
    columns,
    step: steps.step,
    assembly: assemble(version, log),
  });
}

function assemble(version: string, log: RunLog): Assembly {
  const run = { version, environment: process.env, traffic: log.traffic };
  return {
    folders,
    async parts(settings, say, { reloadOnly } = { reloadOnly: false }) {
      const { openParts } = await import("./assemble/renewal-parts.ts");
      return await openParts(settings, { ...run, say, clock, reloadOnly });
    },
    ...certbotVerbs({ folders, clock, log, ...run }),
    ...importVerbs(clock),
    ...readOnlyVerbs(run),
    ...haproxyVerbs,
    store: () => openStore(version, folders),
    async httpsSwitch() {
      const { httpsSwitch } = await import("./deploy/https-switch.ts");
      const { proxy, ...serving } = readServing(process.env);
      const strategy = await openStrategy({ ...serving, folders, companionSocket });
      return await switchAt(proxy, httpsSwitch(strategy));
    },
    async statusFile() {
      const { statusFile } = await import("./store/status-file.ts");
      return statusFile(folders.run, healthTable);
    },
    answerUpdateCert: async (serving) => (await import("./assemble/answering.ts")).answerUpdateCert(serving),
    ...attachVerbs(new URL("../docker/", import.meta.url), process.env),
    async runCompanion(settings, print, stopSignal, beat) {
      const { runCompanion } = await import("./companion/companion.ts");
      await runCompanion({ settings, print, signal: stopSignal, beat });
    },
  };
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
