import { setTimeout as sleep } from "node:timers/promises";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Context } from "./context.ts";

const patience = 60_000;
const pollMs = 500;

/**
 * Runs work that takes the lock; a run that holds it, as the loop's, is said and waited for up to a minute. Throws Problem
 * `locked` after that, and the work's own.
 */
export async function inTurn<T>({ print, clock, signal }: Context, work: () => Promise<T>): Promise<T> {
  const until = clock.now().getTime() + patience;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error) || clock.now().getTime() >= until) throw error;
    }
    if (isFirst) print(phrase`another run is at work; waiting up to a minute for it`);
    await sleep(pollMs, undefined, { signal });
  }
}

const isLocked = (error: unknown) => error instanceof Problem && error.code === "locked";
