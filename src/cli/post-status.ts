import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import type { LineageReport } from "../model/report.ts";
import type { Settings } from "../model/settings.ts";
import type { Status, Trouble } from "../model/status.ts";
import { reportOf } from "../renewal/report.ts";
import type { Context } from "./context.ts";
import { isFailure, statusOf } from "./status-of.ts";

type Poster = Pick<Context, "assembly" | "clock">;

/**
 * Puts what a check came to where `health` reads it. `companion`: what the loop knows of it; else what is known stays.
 * That another run of ours was at work says nothing about how things stand.
 */
export async function postStatus(
  context: Poster,
  settings: Settings,
  outcome: Outcome,
  known: { companion: Trouble | undefined } | undefined = undefined,
): Promise<void> {
  const statusFile = await context.assembly.statusFile();
  const before = await statusFile.read();
  if (before && outcome.result === "failed" && outcome.problem.code === "locked") return;
  const now = context.clock.now();
  const report = isFailure(outcome) ? await reportOn(context, settings) : undefined;
  const failingSince = before?.failing?.since;
  // one from the future was written by a clock that was wrong
  const since = failingSince && failingSince < now ? failingSince : now;
  const { companion } = known ?? before ?? {};
  await statusFile.post({ ...statusOf(settings, outcome, { now, since, report }), companion, others: before?.others });
}

/** Puts how the other lineages stand beside it. */
export async function postOthers({ assembly }: Poster, others: readonly Status[]): Promise<void> {
  const statusFile = await assembly.statusFile();
  const last = await statusFile.read();
  const isSame = JSON.stringify(last?.others ?? []) === JSON.stringify(others);
  if (last && !isSame) await statusFile.post({ ...last, others });
}

/** undefined: it cannot be read, which the outcome tells. */
async function reportOn({ assembly, clock }: Poster, settings: Settings): Promise<LineageReport | undefined> {
  const { lineage, directory, imported, schedule } = settings;
  try {
    const current = await (await assembly.store()).read(lineage.name);
    const memory = await assembly.memory(settings, () => {});
    return reportOf({ lineage, directory, imported, schedule, current, ...memory }, clock.now());
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
