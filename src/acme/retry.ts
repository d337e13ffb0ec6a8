import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../model/problem.ts";
import type { Answer } from "./message.ts";
import { parseRetryAfter } from "./retry-after.ts";

const mostTries = 3;
const longestPause = 5000;

/** Ends at once with the signal's reason when it is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Wait = async (ms, signal) => {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
};

/**
 * Up to three tries where a short pause may help: a 5xx response that asks for at most 5 s, a broken connection (a kept
 * one that the CA has just closed), and where a replica `mayLag` behind, a 404 about what another one has just made.
 * Longer waits are the scheduler's, so the response is returned.
 */
export async function retry(
  attempt: () => Promise<Answer>,
  { wait, signal, now, mayLag }: { wait: Wait; signal: AbortSignal; now: () => Date; mayLag: boolean },
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const result = await attempt().catch(keepBroken);
    const isMissing = mayLag && "status" in result && result.status === 404;
    const pauseMs = isMissing ? 1000 * tries : pauseAfter(result, tries, now());
    const ms = tries < mostTries ? pauseMs : undefined;
    if (ms !== undefined) {
      await wait(ms, signal);
      continue;
    }
    if (result instanceof Problem) throw result;
    return result;
  }
}

function keepBroken(error: unknown): Problem {
  if (error instanceof Problem && error.code === "authority-closed") return error;
  throw error;
}

function pauseAfter(result: Answer | Problem, tries: number, now: Date): number | undefined {
  if (result instanceof Problem) return 250 * tries;
  if (result.status < 500) return undefined;
  const wanted = parseRetryAfter(result.headers["retry-after"], now) ?? 1000 * tries;
  return wanted <= longestPause ? wanted : undefined;
}
