import { later, ms } from "../base/dates.ts";
import type { StoredLineage } from "../model/contracts.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Status } from "../model/status.ts";
import { type OtherFacts, otherReport, otherState } from "../renewal/others.ts";
import type { Context } from "./context.ts";
import { describeOutcome } from "./describe.ts";
import { reloadOnce, renewOther } from "./others-steps.ts";
import { failingStatus, isFailure } from "./status-of.ts";

/** In one round, with the lock held: the served lineage and update-cert wait meanwhile. */
const mostAtOnce = 20;
const longest = 6 * ms.hour;

export interface OthersRound {
  next: Date;
  /** of those that fail */
  statuses: readonly Status[];
}

/** Hears what each check of another lineage came to. */
export type ObserveOther = (name: string, outcome: Outcome, certificate: Certificate | undefined) => void;

/** What this process remembers between two rounds. */
interface Memory {
  checkedAt: Map<string, Date>;
  /** those that fail: since when, and what was said last */
  failing: Map<string, { since: Date; said: string }>;
}

/**
 * Looks after every lineage of the folder but the served one, each by its own conf, as `certbot renew` does. Those that
 * were renewed together are handed to nginx by one reload.
 */
export function othersCheck(context: Context, settings: Settings, observe: ObserveOther): () => Promise<OthersRound> {
  const memory: Memory = { checkedAt: new Map(), failing: new Map() };
  return async () => {
    const all = await othersIn(context, settings);
    const now = context.clock.now();
    if (all.length === 0) return { next: later(now, longest), statuses: [] };
    const done = await work(context, settings, all, memory);
    return await sumUp({ context, settings, observe, memory }, all, done);
  };
}

async function othersIn({ assembly }: Context, { lineage }: Settings): Promise<readonly StoredLineage[]> {
  return (await (await assembly.store()).list()).filter(({ name }) => name !== lineage.name);
}

type Done = ReadonlyMap<string, Outcome>;

/** Renews what is due, then reloads once. Another run that holds the lock is waited for until the next round. */
async function work(
  context: Context,
  settings: Settings,
  all: readonly StoredLineage[],
  { checkedAt }: Memory,
): Promise<Done> {
  const { assembly, clock, complain, signal } = context;
  const ledger = await assembly.ledger(complain);
  const store = await assembly.store();
  const statesOf = async () =>
    await Promise.all(
      all.map(async (stored) => {
        const entry = await ledger.read(stored.name);
        return otherState(factsOf(stored, entry, settings, checkedAt), clock.now());
      }),
    );
  const due = (await statesOf()).filter((state) => state.act !== "wait");
  const done = new Map<string, Outcome>();
  if (due.length === 0) return done;
  await unlessLocked(() =>
    store.exclusively(async () => {
      for (const { act, certificate } of due.slice(0, mostAtOnce)) {
        signal.throwIfAborted();
        checkedAt.set(certificate.name, clock.now());
        if (act === "check") done.set(certificate.name, await renewOther(context, certificate));
      }
      await assembly.postHooks(context.print);
      await reloadOnce(context, settings, all);
    }),
  );
  return done;
}

async function unlessLocked(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

interface Telling {
  context: Context;
  settings: Settings;
  observe: ObserveOther;
  memory: Memory;
}

async function sumUp(telling: Telling, all: readonly StoredLineage[], done: Done): Promise<OthersRound> {
  const { context, settings, memory } = telling;
  const now = context.clock.now();
  const ledger = await context.assembly.ledger(context.complain);
  const statuses: Status[] = [];
  let next = now.getTime() + longest;
  for (const listed of all) {
    const isSame = ["kept", "deployed", "paused"].includes(done.get(listed.name)?.result ?? "kept");
    const stored = isSame ? listed : await readAgain(context, listed);
    const entry = await ledger.read(stored.name);
    const facts = factsOf(stored, entry, settings, memory.checkedAt);
    const state = otherState(facts, now);
    const came = done.get(stored.name) ?? (state.act === "wait" ? state.trouble : undefined);
    const status = tell(telling, facts, came, now);
    if (status) statuses.push(status);
    next = Math.min(next, state.act === "wait" ? state.at.getTime() : now.getTime() + ms.minute);
  }
  return { next: new Date(Math.max(next, now.getTime() + ms.minute)), statuses };
}

async function readAgain({ assembly }: Context, listed: StoredLineage): Promise<StoredLineage> {
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
function tell({ context, observe, memory }: Telling, facts: OtherFacts, outcome: Outcome | undefined, now: Date) {
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
  memory.failing.set(name, { since, said });
  const report = certificate && otherReport(facts, certificate, now);
  const status = failingStatus(outcome, { now, since, report });
  return { ...status, line: `${name}: ${status.line}` };
}

/** As the page has it too, so that a pause after it is no news. */
function reasonOf(outcome: Extract<Outcome, { result: "failed" | "paused" }>): string {
  return outcome.result === "failed" ? `${outcome.problem.message} (${outcome.problem.fix})` : outcome.lastProblem;
}

function factsOf(
  stored: StoredLineage,
  entry: LedgerEntry,
  { directory }: Settings,
  checkedAt: ReadonlyMap<string, Date>,
): OtherFacts {
  return { stored, entry, directory, checkedAt: checkedAt.get(stored.name) };
}
