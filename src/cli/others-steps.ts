import { later, ms } from "../base/dates.ts";
import type { Deployer, Ledger, StoredLineage } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { needsReload } from "../renewal/others.ts";
import type { Parts } from "../renewal/parts.ts";
import { updateLineage } from "../renewal/update.ts";
import { lineageSettings } from "./certbot/lineage-settings.ts";
import type { Context } from "./context.ts";
import { describeProblem } from "./describe.ts";
import { runOptions } from "./run-options.ts";
import type { Beside } from "./side-by-side.ts";

/** One lineage by its own conf; nginx is not reloaded yet. Called with the lock held. */
export async function renewOther(certificate: Certificate, { context, apart }: Beside): Promise<Outcome> {
  const { assembly, print, signal, clock } = context;
  try {
    const settings = await lineageSettings(context, nothingTyped, certificate);
    const parts = await assembly.parts(settings, print, { reloadOnly: true });
    const options = runOptions(settings, { force: false, onCommand: false, byHand: false });
    return await apart(settings, () => updateLineage(settings.lineage, options, amongMany(parts), signal));
  } catch (error) {
    // a conf that no settings can be made of
    if (!(error instanceof Problem)) throw error;
    return { result: "failed", problem: error, next: later(clock.now(), ms.hour) };
  }
}

export const nothingTyped = { verb: "renew", given: [], typed: [], ini: [], words: [] } as const;

/** The same parts for one of many lineages: the lock is held for all, and nginx is reloaded once, by `reloadOnce`. */
export const amongMany = (parts: Parts): Parts => ({ ...withLockHeld(parts), deployer: deployLater(parts.ledger) });

export function withLockHeld(parts: Parts): Parts {
  const { store, ledger } = parts;
  return {
    ...parts,
    store: { ...store, exclusively: (work) => work() },
    ledger: { ...ledger, settle: async () => {} },
  };
}

/** One that was saved by us is noted as not deployed, until nginx was reloaded for all. */
function deployLater(ledger: Ledger): Deployer {
  return {
    async deploy({ name }, { fingerprint }) {
      const isNew = (await ledger.read(name)).saved?.fingerprint === fingerprint;
      return { https: isNew ? "off" : "on", outside: undefined, lines: [] };
    },
    prove: async () => ({ problem: undefined, outside: "" }),
    serves: async () => true,
    shown: async () => undefined,
  };
}

/** Reloads nginx where any was renewed, and notes that they are deployed. Called with the lock held. */
export async function reloadOnce(context: Context, settings: Settings, all: readonly StoredLineage[]): Promise<void> {
  const { assembly, print, complain } = context;
  const parts = await assembly.parts(settings, print, { reloadOnly: true });
  const waiting: Certificate[] = [];
  for (const { name } of all) {
    const entry = await parts.ledger.read(name);
    if (!entry.saved || entry.saved.fingerprint === entry.deployed) continue;
    const certificate = await parts.store.read(name).catch(unreadable);
    if (certificate && needsReload(entry, certificate)) waiting.push(certificate);
  }
  const [first] = waiting;
  if (!first) return;
  try {
    const { lines } = await parts.deployer.deploy(settings.lineage, first);
    for (const line of lines) print(line);
    for (const { name, fingerprint } of waiting)
      await parts.ledger.note(name, { ...(await parts.ledger.read(name)), deployed: fingerprint });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const line of describeProblem(error)) complain(line);
  }
}

function unreadable(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
