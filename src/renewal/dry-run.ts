import { later, ms } from "../base/dates.ts";
import type { Clock, IssueOptions, LineageStore, Preflight, Print } from "../model/contracts.ts";
import type { IssuedCertificate, Lineage } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import { orFewer } from "./fewer-names.ts";
import { nothingToRenew } from "./imported.ts";

/** What a dry run may use: nothing in it can write to the ledger, the store or a server. */
export interface DryRunParts {
  store: Pick<LineageStore, "exclusively" | "read">;
  preflight: Preflight;
  authority: { issue(lineage: Lineage, how: DryRunHow): Promise<IssuedCertificate> };
  clock: Clock;
  say: Print;
}

/** Nobody keeps a dry run's order, and every name is validated again. */
export type DryRunHow = Pick<IssueOptions, "signal"> & { proveAgain: true };

export interface DryRunOptions {
  /** leave out a name that cannot be proven (--allow-subset-of-names) */
  allowSubset?: boolean;
  /** OWN_CERTIFICATE; undefined: as the stored one is */
  imported?: boolean | undefined;
}

/** --dry-run: asks the CA, and keeps nothing. Expected failures are outcomes, and are not counted. */
export async function dryRun(
  lineage: Lineage,
  options: DryRunOptions,
  parts: DryRunParts,
  signal: AbortSignal,
): Promise<Outcome> {
  const next = later(parts.clock.now(), ms.day);
  try {
    await parts.store.exclusively(() => tryAll({ lineage, options, parts, signal }));
    return { result: "rehearsed", next };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { result: "failed", problem: error, next };
  }
}

interface DryRunCheck {
  lineage: Lineage;
  options: DryRunOptions;
  parts: DryRunParts;
  signal: AbortSignal;
}

async function tryAll(check: DryRunCheck): Promise<void> {
  const { options, lineage, parts } = check;
  if (options.imported ?? (await parts.store.read(lineage.name))?.imported) throw nothingToRenew(lineage);
  await orFewer(check, tryOnce);
}

async function tryOnce({ lineage, parts, signal }: DryRunCheck): Promise<void> {
  const doubts = await parts.preflight.check(lineage, { mend: false, signal });
  for (const doubt of doubts) parts.say(`warning: ${doubt}`);
  await parts.authority.issue(lineage, { signal, proveAgain: true });
}
