import { ms } from "../base/dates.ts";
import type { StoredLineage } from "../model/contracts.ts";
import { emptyEntry } from "../model/ledger.ts";
import type { Outcome } from "../model/outcome.ts";
import { asProblem, Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Status } from "../model/status.ts";
import { type OtherFacts, type OtherState, otherReport, otherState } from "../renewal/others.ts";
import type { Context } from "./context.ts";
import { describeOutcome } from "./describe.ts";
import { type Done, type Memory, type ObserveOther, type Round, work } from "./others-work.ts";
import { failingStatus, isFailure } from "./status-of.ts";

/** In one round, with the lock held: the served lineage and update-cert wait meanwhile, and have their turn before the next. */
const mostAtOnce = 20;
const longest = 6 * ms.hour;

export interface OthersRound {
  next: Date;
  /** of those that fail */
  statuses: readonly Status[];
}

/**
 * Looks after every lineage of the folder but the served one, each by its own conf, as `certbot renew` does. Those that
 * were renewed together are handed to nginx by one reload.
 */
export function othersCheck(
  context: Context,
  settings: Settings,
  observe: ObserveOther,
  { atOnce = mostAtOnce, checkedAt = new Map() }: Partial<Pick<Round, "atOnce"> & Pick<Memory, "checkedAt">> = {},
): () => Promise<OthersRound> {
  const round: Round = { context, settings, observe, atOnce, memory: { checkedAt, failing: new Map() } };
  return async () => {
    const all = await othersIn(context, settings).catch(asProblem);
    if (all instanceof Problem) return unlisted(all, context.clock.now());
    const before = await statesOf(round, all);
    const due = before.flatMap(({ state }) => (state.act === "wait" ? [] : [state]));
    if (due.length === 0) return sumUp(round, before, new Map());
    const { done, isCut } = await work(round, all, due);
    const { next, statuses } = sumUp(round, await statesOf(round, await readAgain(context, all, done)), done);
    return { next: isCut ? context.clock.now() : next, statuses };
  };
}

async function othersIn({ assembly }: Context, { lineage }: Settings): Promise<readonly StoredLineage[]> {
  return (await (await assembly.store()).list()).filter(({ name }) => name !== lineage.name);
}

/** A folder that cannot be read, or has more in it than can be: looked at again with the served one. */
function unlisted({ message: line, fix }: Problem, now: Date): OthersRound {
  return { next: new Date(now.getTime() + longest), statuses: [{ healthy: false, line, fix, next: undefined }] };
}

interface Seen {
  facts: OtherFacts;
  state: OtherState;
}

async function statesOf({ context, settings, memory }: Round, all: readonly StoredLineage[]): Promise<Seen[]> {
  const { assembly, clock, complain } = context;
  const ledger = await assembly.ledger(complain);
  const entries = await Promise.all(all.map(({ name }) => ledger.read(name)));
  const now = clock.now();
  return all.map((stored, at) => {
    const checkedAt = memory.checkedAt.get(stored.name);
    const facts = { stored, entry: entries[at] ?? emptyEntry, directory: settings.directory, checkedAt };
    return { facts, state: otherState(facts, now) };
  });
}

function sumUp(round: Round, all: readonly Seen[], done: Done): OthersRound {
  const now = round.context.clock.now();
  const statuses: Status[] = [];
  let next = now.getTime() + longest;
  for (const { facts, state } of all) {
    const came = done.get(facts.stored.name) ?? cameBefore(round, facts.stored, state);
    const status = tell(round, facts, came, now);
    if (status) statuses.push(status);
    next = Math.min(next, state.act === "wait" ? state.at.getTime() : now.getTime() + ms.minute);
  }
  return { next: new Date(Math.max(next, now.getTime() + ms.minute)), statuses };
}

/** One whose turn did not come is as it was. */
function cameBefore({ memory }: Round, { name }: StoredLineage, state: OtherState): Outcome | undefined {
  if (state.act === "wait") return state.trouble;
  return state.act === "check" ? memory.failing.get(name)?.outcome : undefined;
}

/** The lineages as they are after a round, of which most were not touched. */
async function readAgain(context: Context, all: readonly StoredLineage[], done: Done) {
  const isSame = ({ name }: StoredLineage) => ["kept", "deployed", "paused"].includes(done.get(name)?.result ?? "kept");
  return await Promise.all(all.map((listed) => (isSame(listed) ? listed : readOne(context, listed))));
}

async function readOne({ assembly }: Context, listed: StoredLineage): Promise<StoredLineage> {
  const { name } = listed;
  try {
    const certificate = await (await assembly.store()).read(name);
    return certificate ? { name, certificate } : listed;
  } catch (error) {
    if (error instanceof Problem) return { name, problem: error };
    throw error;
  }
}

/** What changed is said once; gives the status of one that fails. */
function tell({ context, observe, memory }: Round, facts: OtherFacts, outcome: Outcome | undefined, now: Date) {
  const { stored } = facts;
  const { name } = stored;
  const certificate = "certificate" in stored ? stored.certificate : undefined;
  if (outcome) observe(name, outcome, certificate);
  if (!outcome || !isFailure(outcome)) {
    if (outcome && outcome.result !== "kept") for (const line of describeOutcome(name, outcome)) context.print(line);
    memory.failing.delete(name);
    return undefined;
  }
  const before = memory.failing.get(name);
  const said = reasonOf(outcome);
  if (before?.said !== said) for (const line of describeOutcome(name, outcome)) context.complain(`${name}: ${line}`);
  const since = before?.since ?? now;
  memory.failing.set(name, { since, said, outcome });
  const report = certificate && otherReport(facts, certificate, now);
  const status = failingStatus(outcome, { now, since, report });
  return { ...status, line: `${name}: ${status.line}` };
}

/** As the page has it too, so that a pause after it is no news. */
function reasonOf(outcome: Extract<Outcome, { result: "failed" | "paused" }>): string {
  return outcome.result === "failed" ? `${outcome.problem.message} (${outcome.problem.fix})` : outcome.lastProblem;
}
