import { readFile } from "node:fs/promises";
import { attachVerbs } from "./assemble/attach-verbs.ts";
import { certbotVerbs } from "./assemble/certbot-verbs.ts";
import { openDeployer, openStrategy } from "./assemble/deploy-parts.ts";
import { haproxyVerbs, switchAt } from "./assemble/haproxy-parts.ts";
import { importVerbs } from "./assemble/import-parts.ts";
import { outputsFor } from "./assemble/outputs.ts";
import { readOnlyVerbs } from "./assemble/read-only-verbs.ts";
import { type RunLog, runLog } from "./assemble/run-log.ts";
import { openStore } from "./assemble/store-parts.ts";
import { openTerminal } from "./assemble/terminal.ts";
import type { Assembly } from "./cli/context.ts";
import { runCommand } from "./cli/run.ts";
import { readServing } from "./config/settings.ts";
import type { CertificateAuthority, Preflight, Print } from "./model/contracts.ts";
import type { Traffic } from "./model/log.ts";
import { maskedEnvironment } from "./model/masked.ts";
import type { Folders, Settings } from "./model/settings.ts";
import type { Parts } from "./renewal/parts.ts";

const folders: Folders = {
  config: "/etc/letsencrypt",
  webroot: "/var/www/html",
  logs: "/var/log/letsencrypt",
  run: "/run",
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
    parts: (settings, say, how) => assembleParts(settings, version, say, { ...how, traffic: log.traffic }),
    ...certbotVerbs({ folders, clock, log, ...run }),
    ...importVerbs(clock),
    ...readOnlyVerbs({ version, environment: process.env, store: (own) => openStore(version, own) }),
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
      return statusFile(folders.run);
    },
    answerUpdateCert: async (serving) => (await import("./assemble/answering.ts")).answerUpdateCert(serving),
    ...attachVerbs(new URL("../docker/", import.meta.url), process.env),
    async runCompanion(settings, print, stopSignal, beat) {
      const { runCompanion } = await import("./companion/companion.ts");
      await runCompanion({ settings, print, signal: stopSignal, beat });
    },
  };
}

interface How {
  /** nginx is reloaded, and nothing is proven on the wire */
  reloadOnly?: boolean;
  traffic?: Traffic;
}

/** The real parts of a renewal, in the folders and at the socket that the settings name, with the operator's hooks. */
export async function assembleParts(settings: Settings, version: string, say: Print, how: How = {}): Promise<Parts> {
  const { withHooks } = await import("./renewal/with-hooks.ts");
  const { openHooks } = await import("./assemble/certbot-parts.ts");
  const { openMemory } = await import("./assemble/memory-parts.ts");
  const parts: Parts = {
    ...(await openMemory(settings, say)),
    store: await openStore(version, settings.folders, settings.certbot),
    ...(await partsWhenDue(settings, version, say, how)),
    clock,
    random: Math.random,
    askEvery: settings.askEvery,
    say,
  };
  return withHooks(parts, await openHooks(settings, maskedEnvironment(process.env), say));
}

type PartsWhenDue = Pick<Parts, "authority" | "rehearsal" | "preflight" | "deployer">;

/** A look that finds nothing due does without these: each is loaded when it is asked, which spares a third of the time. */
async function partsWhenDue(
  settings: Settings,
  version: string,
  say: Print,
  { reloadOnly = false, traffic = () => {} }: How,
): Promise<PartsWhenDue> {
  const { authorityWhenAsked, twins } = await import("./assemble/authority-parts.ts");
  const run = { version, environment: process.env, say, traffic };
  const authority = await authorityWhenAsked(settings, settings.directory, run);
  const twin = twins[settings.directory];
  const deployer = () => openDeployer(settings, reloadOnly);
  return {
    authority,
    rehearsal: twin ? { directory: twin, authority: await authorityWhenAsked(settings, twin, run) } : undefined,
    preflight: { check: async (...asked) => (await preflightOf(settings, authority, say)).check(...asked) },
    deployer: {
      deploy: async (...asked) => (await deployer()).deploy(...asked),
      prove: async (...asked) => (await deployer()).prove(...asked),
      serves: async (...asked) => (await deployer()).serves(...asked),
      shown: async (...asked) => (await deployer()).shown(...asked),
    },
  };
}

async function preflightOf(settings: Settings, authority: CertificateAuthority, say: Print): Promise<Preflight> {
  const { openPlaceholderPreflight } = await import("./assemble/challenge-parts.ts");
  return await openPlaceholderPreflight(settings, authority, await openStrategy(settings), say);
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
