import { phrase } from "../../model/phrase.ts";
import { changeEnvText, readEnvText, restoreEnvText } from "../../stack-files/env-text.ts";
import { type Place, readPlain } from "../../stack-files/plain-file.ts";
import { settingsRefused } from "../../stack-files/refused.ts";
import { removeLeftover, removePlain, replacePlain } from "../../stack-files/replace.ts";
import type { WrittenPlan } from "../parts.ts";
import { changeOverrideText, readOverrideText, restoreOverrideText } from "./override-text.ts";

const tries = 2;

/**
 * Replaces the planned file. Keeps the operator's changes elsewhere in it since the plan. Throws Problem `settings-refused`
 * when one of our keys was changed since, or when the file is being written all the time.
 */
export async function writePlan(place: Place, plan: WrittenPlan): Promise<void> {
  await removeLeftover(place);
  for (let left = tries; left > 0; left--) {
    const seen = await readPlain(place);
    const next = nextBytes(plan, seen?.bytes, place.name);
    if (seen?.bytes.equals(next)) return;
    if (await replacePlain(place, seen, next)) return;
  }
  throw meanwhile(place.name);
}

/** Restores our keys as they were before the plan. Throws Problem `settings-refused`. */
export async function undoPlan(place: Place, plan: WrittenPlan): Promise<void> {
  await removeLeftover(place);
  for (let left = tries; left > 0; left--) {
    const seen = await readPlain(place);
    if (!seen) return;
    const old = oldBytes(plan, seen.bytes, place.name);
    if (!old) return removePlain(place);
    if (seen.bytes.equals(old)) return;
    if (await replacePlain(place, seen, old)) return;
  }
  throw meanwhile(place.name);
}

function nextBytes(plan: WrittenPlan, now: Buffer | undefined, name: string): Buffer {
  if (sameBytes(now, plan.before)) return plan.after;
  if (!now || ourValues(plan, now, name) !== ourValues(plan, plan.before, name)) throw meanwhile(name);
  if (plan.where === "env") return changeEnvText(now, plan.values, name);
  return changeOverrideText(now, plan.service, plan.values, name);
}

/** undefined: we created the file. */
function oldBytes(plan: WrittenPlan, now: Buffer, name: string): Buffer | undefined {
  if (now.equals(plan.after)) return plan.before;
  if (sameBytes(now, plan.before)) return plan.before;
  if (plan.where === "env") return restoreEnvText(now, plan.before ?? Buffer.alloc(0), plan.values, name);
  return restoreOverrideText(now, plan.before, plan.service, name);
}

function ourValues(plan: WrittenPlan, bytes: Buffer | undefined, name: string): string {
  const text = bytes ?? Buffer.alloc(0);
  if (plan.where === "env") {
    const all = readEnvText(text, name);
    return JSON.stringify(Object.keys(plan.values).map((key) => all.get(key)));
  }
  return JSON.stringify(bytes ? readOverrideText(text, plan.service, name) : {});
}

function sameBytes(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one && other ? one.equals(other) : one === other;
}

function meanwhile(name: string) {
  return settingsRefused(
    phrase`${name} was changed by someone else at the same moment`,
    phrase`wait until that is done`,
  );
}
