import type { Outcome } from "../model/outcome.ts";
import { problemToUndefined } from "../model/problem.ts";
import type { LineageReport } from "../model/report.ts";
import type { Settings } from "../model/settings.ts";
import type { Status, StatusFile, Trouble } from "../model/status.ts";
import { reportOf } from "../renewal/report.ts";
import type { Context } from "./context.ts";
import { isFailure, statusOf } from "./status-of.ts";

type Poster = Pick<Context, "assembly" | "clock">;

/**
 * Posts the result of a check where `health` reads it. `companion`: as the loop knows it; else the posted one stays.
 * That another run was at work changes nothing.
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
  // a time in the future was written by a wrong clock
  const since = failingSince && failingSince < now ? failingSince : now;
  const { companion } = known ?? before ?? {};
  await statusFile.post({
    ...statusOf(settings, outcome, { now, since, report }),
    companion,
    others: before?.others,
    watched: before?.watched,
  });
}

/** Posts how the other lineages stand. */
export async function postOthers({ assembly }: Poster, others: readonly Status[]): Promise<void> {
  await postMore(await assembly.statusFile(), { others });
}

/** Adds to what is posted, if that changes anything. */
export async function postMore(statusFile: StatusFile, more: Pick<Status, "others" | "watched">): Promise<void> {
  const last = await statusFile.read();
  const isSame = JSON.stringify({ ...lists(last), ...more }) === JSON.stringify(lists(last));
  if (last && !isSame) await statusFile.post({ ...last, ...more });
}

const lists = ({ others = [], watched = [] }: Partial<Status> = {}) => ({ others, watched });

/** undefined: unreadable, which the outcome says. */
async function reportOn({ assembly, clock }: Poster, settings: Settings): Promise<LineageReport | undefined> {
  const { lineage, directory, imported, schedule } = settings;
  const read = async () => {
    const current = await (await assembly.store()).read(lineage.name);
    const memory = await assembly.memory(settings, () => {});
    return reportOf({ lineage, directory, imported, schedule, current, ...memory }, clock.now());
  };
  return await read().catch(problemToUndefined);
}
