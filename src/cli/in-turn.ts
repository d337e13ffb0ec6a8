import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { asProblem, Problem } from "../model/problem.ts";
import type { Context } from "./context.ts";

type Waiting = Pick<Context, "signal"> & { seconds: number; waits?: () => void };

/** Runs work that takes the lock, while another run holds it for so many seconds at most. Throws Problem `locked`, and the work's own. */
export async function inTurn<T>(waiting: Waiting, work: () => Promise<T>): Promise<T> {
  const tried = async () => ({ done: await work() });
  const found = await whileLocked(
    () => tried().catch(asProblem),
    (each) => each,
    waiting,
  );
  if (found instanceof Problem) throw found;
  return found.done;
}

/** As long as an operator waits for the loop, which may be at work. */
export function aMinute({ signal, print }: Pick<Context, "signal" | "print">): Waiting {
  return { signal, seconds: 60, waits: () => print(phrase`another run is at work; waiting up to a minute for it`) };
}

/** Waits for the loop, which may be at work, then checks. */
export async function waitForTurn(context: Context, look: () => Promise<Outcome>): Promise<Outcome> {
  const problemOf = (outcome: Outcome) => (outcome.result === "failed" ? outcome.problem : undefined);
  return await whileLocked(look, problemOf, aMinute(context));
}

/** Looks, and twice a second looks again while another run holds the lock; by counting, since a clock may be set. */
async function whileLocked<T>(
  look: () => Promise<T>,
  problemOf: (found: T) => unknown,
  { signal, seconds, waits = () => {} }: Waiting,
): Promise<T> {
  let found = await look();
  if (isLocked(problemOf(found))) waits();
  for (let left = 2 * seconds; left > 0 && isLocked(problemOf(found)); left--) {
    await sleep(500, undefined, { signal });
    found = await look();
  }
  return found;
}

const isLocked = (problem: unknown) => problem instanceof Problem && problem.code === "locked";
