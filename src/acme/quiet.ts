import { ms } from "../base/dates.ts";
import { Problem } from "../model/problem.ts";
import { hasType } from "./refusal.ts";
import type { DirectoryMemory } from "./transport.ts";

/** A longer date is one lineage's own. */
const longest = ms.hour;

/**
 * Asks, unless the CA has answered the same about another lineage of perhaps a thousand, and the time that it named is not
 * over. Throws what was thrown then.
 */
export async function unlessQuiet<T>(
  memory: DirectoryMemory,
  about: { what: string; isForAll: (problem: Problem) => boolean },
  now: () => Date,
  ask: () => Promise<T>,
): Promise<T> {
  memory.quiet ??= new Map();
  const quiet = memory.quiet.get(about.what);
  if (quiet && quiet.until > now().getTime()) throw quiet.problem;
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && about.isForAll(error))
      memory.quiet.set(about.what, { until: untilWhen(error, now().getTime()), problem: error });
    throw error;
  }
}

function untilWhen({ retry }: Problem, now: number): number {
  return typeof retry === "string" ? now + ms.minute : Math.min(now + longest, retry.notBefore.getTime());
}

/** Questions without an account: the CA counts them by address, and one that was not reached is not reached a moment later. */
export const windows = {
  what: "windows",
  isForAll: ({ code, retry }: Problem) => typeof retry !== "string" || code.startsWith("authority-"),
};

/** Let's Encrypt's limit of orders by one account, in its own words: all others are about names. */
export const ordersOf = (account: string | undefined) => ({
  what: `orders of ${account}`,
  isForAll: (problem: Problem) => hasType(problem, "rateLimited") && /new orders/i.test(problem.message),
});
