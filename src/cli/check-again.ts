import type { Outcome } from "../model/outcome.ts";
import { plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Parts } from "../renewal/parts.ts";
import { updateLineage } from "../renewal/update.ts";
import { nextCheck } from "../scheduler/first-minutes.ts";
import type { Watch } from "../scheduler/watch.ts";
import type { Context } from "./context.ts";
import { describeOutcome, describeProblem } from "./describe.ts";
import { postStatus } from "./post-status.ts";
import { runOptions } from "./run-options.ts";
import { saidOnce } from "./said-once.ts";
import type { ServeMemory } from "./serve-memory.ts";

interface CheckParts {
  parts: Parts;
  watch: Watch;
  memory: ServeMemory;
}

/** Checks the served lineage, says what it came to, and posts it. */
export function checkAgain(context: Context, settings: Settings, { parts, watch, memory }: CheckParts) {
  const { print, signal, clock, assembly } = context;
  const { lineage } = settings;
  const options = runOptions(settings, { force: false, onCommand: false, byHand: false });
  const say = saidOnce(context, memory.said);
  return async (): Promise<{ outcome: Outcome; next: Date }> => {
    const look = () => updateLineage(lineage, options, parts, signal);
    const first = await look();
    const outcome = (await isMended(context, settings, first)) ? await look() : first;
    await assembly.postHooks(print);
    const companion = watch.companion();
    const trouble = companion && { line: plainLine(companion.message), fix: companion.fix };
    const lines = [...describeOutcome(lineage.name, outcome), ...(companion ? describeProblem(companion) : [])];
    const isBad = outcome.result === "failed" || companion !== undefined;
    say({ mark: `${fingerprintOf(outcome)} ${companion?.code}`, isBad, lines });
    await postStatus(context, settings, outcome, { companion: trouble });
    return { outcome, next: nextCheck(outcome, memory.startedAt, clock.now()) };
  };
}

/** What is wrong in the folder and can be mended so that nobody misses a thing is mended at once, and said. */
async function isMended({ assembly, print }: Context, settings: Settings, outcome: Outcome): Promise<boolean> {
  if (outcome.result !== "failed" || !mendable.includes(outcome.problem.code)) return false;
  try {
    const done = await assembly.repair(settings, { careful: true });
    for (const { name, saw, did } of done) print(`${name}: ${saw}; ${did}`);
    return done.length > 0;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

const mendable = ["lineage-broken", "name-taken", "conf-unreadable"];

function fingerprintOf(outcome: Outcome): string {
  if (outcome.result === "off") return `off, due ${outcome.due.toISOString()}`;
  if ("due" in outcome) return `good, due ${outcome.due.toISOString()}`;
  if (outcome.result !== "failed") return `${outcome.result} ${outcome.next.toISOString()}`;
  const { code, message, fix, retry } = outcome.problem;
  return retry === "look" ? `${code} ${message} ${fix}` : `${code} ${outcome.next.toISOString()}`;
}
