import { readCommandLine } from "../../src/cli/certbot/command-line.ts";
import { renew } from "../../src/cli/certbot/renew.ts";
import type { Context } from "../../src/cli/context.ts";
import type { Preflight } from "../../src/model/contracts.ts";
import type { Settings } from "../../src/model/settings.ts";
import type { Step } from "../../src/model/step.ts";
import { issued, storeIn } from "../store/stored.ts";
import { lineage } from "./given.ts";

const day = 24 * 60 * 60 * 1000;

/** A CA as a process reaches it. */
export interface Place {
  folder: string;
  webroot: string;
  directory: string;
  caFile: string;
}

export const dueNames = (count: number) => Array.from({ length: count }, (_, nth) => `due${nth}.example.com`);

/** certbot's folder with so many lineages that are due, and so many that are fresh. */
export async function fillFolder({ folder, directory }: Place, due: number, fresh: number): Promise<void> {
  const old = { notBefore: new Date(Date.now() - 85 * day), notAfter: new Date(Date.now() + 5 * day) };
  const save = async (name: string, life: Partial<typeof old>) => {
    const given = await issued({ domains: [name], directory, ...life });
    await storeIn(folder).save(lineage({ name, domains: [name], domainAsTyped: name }), given);
  };
  for (const name of dueNames(due)) await save(name, old);
  for (let nth = 0; nth < fresh; nth += 1) await save(`fresh${nth}.example.com`, {});
}

/** `certbot renew` with the real parts, without nginx; returns its exit code. */
export async function renewHere({ folder, webroot, directory, caFile }: Place, print: (line: string) => void) {
  const { openParts } = await import("../../src/assemble/renewal-parts.ts");
  const { readSavedOptions } = await import("../../src/assemble/certbot-parts.ts");
  const { openLedger } = await import("../../src/assemble/state-parts.ts");
  const { openStore } = await import("../../src/assemble/store-parts.ts");
  const environment = { REQUESTS_CA_BUNDLE: caFile, PATH: process.env["PATH"] };
  const folders = { config: folder, webroot, run: folder, logs: folder, state: `${folder}/no-volume` };
  const run = { version: "0.1.0", environment };
  const clock = { now: () => new Date() };
  const step: Step = (_, work) => work();
  const preflight: Preflight = { check: async () => [] };
  const assembly = {
    folders,
    store: () => openStore(run, folders as Settings["folders"]),
    ledger: (say: (line: string) => void) => openLedger(folders, say),
    options: (name: string) => readSavedOptions(folder, name),
    postHooks: async () => {},
    parts: async (settings: Settings, say: (line: string) => void) => {
      const parts = await openParts(settings, { ...run, say, clock, reloadOnly: true });
      const deploy = async () => ({ https: "on" as const, outside: undefined, lines: ["reloaded"] });
      return { ...parts, preflight, deployer: { ...parts.deployer, deploy } };
    },
  };
  const heard = { print, complain: print, log: print, step };
  const signal = new AbortController().signal;
  const context = { environment, assembly, ...heard, signal, clock, words: [], version: "0.1.0" };
  const words = ["renew", "--webroot", "-w", webroot, "--server", directory];
  return await renew(context as unknown as Context, readCommandLine(words));
}
