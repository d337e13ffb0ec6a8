import { ms } from "../base/dates.ts";
import type { StoredLineage } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { OtherState } from "../renewal/others.ts";
import type { Context } from "./context.ts";
import { reloadOnce, renewOther } from "./others-steps.ts";
import { sideBySide } from "./side-by-side.ts";

/** Hears what each check of another lineage came to. */
export type ObserveOther = (name: string, outcome: Outcome, certificate: Certificate | undefined) => void;

export interface Round {
  context: Context;
  settings: Settings;
  observe: ObserveOther;
  atOnce: number;
  memory: Memory;
}

/** What this process remembers between two rounds. */
export interface Memory {
  checkedAt: Map<string, Date>;
  /** those that fail: since when, what was said last, and what it came to */
  failing: Map<string, { since: Date; said: string; outcome: Failure }>;
}

type Failure = Extract<Outcome, { result: "failed" | "paused" }>;

export type Done = ReadonlyMap<string, Outcome>;
export type Due = Exclude<OtherState, { act: "wait" }>;

interface Work {
  done: Done;
  /** more was due than fits into one round */
  isCut: boolean;
}

/** Renews what is due, then reloads once. Another run that holds the lock is waited for until the next round. */
export async function work(round: Round, all: readonly StoredLineage[], due: readonly Due[]): Promise<Work> {
  const { context, settings, atOnce } = round;
  const { assembly, complain } = context;
  const [store, ledger] = [await assembly.store(), await assembly.ledger(complain)];
  const waiting = longestUnchecked(round, due);
  const done = new Map<string, Outcome>();
  let isCut = false;
  await unlessLocked(() =>
    store.exclusively(async () => {
      isCut = waiting.length > atOnce;
      try {
        await checkAll(round, waiting.slice(0, atOnce), done);
        await assembly.postHooks(context.print);
        await reloadOnce(context, settings, all);
      } finally {
        await ledger.settle();
      }
    }),
  );
  return { done, isCut };
}

/** Of those to check; one that was checked within the minute has had its turn, whatever came of it. */
function longestUnchecked({ context, memory }: Round, due: readonly Due[]): readonly Certificate[] {
  const now = context.clock.now().getTime();
  const agoOf = ({ name }: Certificate) => now - (memory.checkedAt.get(name)?.getTime() ?? 0);
  return due
    .flatMap(({ act, certificate }) => (act === "check" ? [certificate] : []))
    .filter((certificate) => agoOf(certificate) < 0 || agoOf(certificate) >= ms.minute)
    .toSorted((one, other) => agoOf(other) - agoOf(one));
}

async function checkAll({ context, memory }: Round, certificates: readonly Certificate[], done: Map<string, Outcome>) {
  const outcomes = await sideBySide(context, certificates, async (certificate, beside) => {
    context.signal.throwIfAborted();
    memory.checkedAt.set(certificate.name, context.clock.now());
    return await renewOther(certificate, beside);
  });
  for (const [at, { name }] of certificates.entries()) done.set(name, outcomes[at] as Outcome);
}

async function unlessLocked(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
