import { setTimeout as sleep } from "node:timers/promises";
import type { Preflight, Print } from "../model/contracts.ts";
import type { Lineage, WantedFiles } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

export interface PlaceholderParts {
  /** what nginx wants before it starts; undefined: that is not what keeps it */
  wanted(lineage: Lineage): Promise<WantedFiles | undefined>;
  put(lineage: Lineage, wanted: WantedFiles): Promise<void>;
  say: Print;
  /** waits so many ms */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

type How = Parameters<Preflight["check"]>[1];

const pollMs = 2000;
/** Docker waits up to a minute before it starts a container once more. */
const mostLooks = 45;

/**
 * The same preflight for an nginx that was switched to HTTPS before there was a certificate, and so never starts: a
 * placeholder is put in its place, and looked again once nginx is up.
 */
export function withPlaceholder(preflight: Preflight, placeholder: PlaceholderParts): Preflight {
  return {
    async check(lineage, how) {
      try {
        return await preflight.check(lineage, how);
      } catch (error) {
        if (!how.mend || !isSilent(error)) throw error;
        const wanted = await placeholder.wanted(lineage);
        if (!wanted) throw error;
        await placeholder.put(lineage, wanted);
        placeholder.say(
          phrase`${lineage.name}: nginx needs a certificate to start: a temporary self-signed one is used until then`,
        );
        return await checkOnceUp(preflight, lineage, how, placeholder);
      }
    },
  };
}

async function checkOnceUp(preflight: Preflight, lineage: Lineage, how: How, { wait = pause }: PlaceholderParts) {
  for (let looks = 1; ; looks += 1) {
    await wait(pollMs, how.signal);
    try {
      return await preflight.check(lineage, how);
    } catch (error) {
      if (!isSilent(error) || looks >= mostLooks) throw error;
    }
  }
}

function isSilent(error: unknown): boolean {
  return error instanceof Problem && error.code === "nginx-silent";
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
