import { lstat } from "node:fs/promises";
import { basename, join } from "node:path";
import { missingToUndefined } from "../../base/system-error.ts";
import { phrase } from "../../model/phrase.ts";
import type { WriteEnv } from "../../model/settings.ts";
import { overrideNames } from "../../stack-files/compose-names.ts";
import { changeEnvText, readEnvText } from "../../stack-files/env-text.ts";
import { type Place, type PlainFile, readPlain, type StackFolder } from "../../stack-files/plain-file.ts";
import { explained, settingsRefused } from "../../stack-files/refused.ts";
import { rehearseReplacement } from "../../stack-files/replace.ts";
import { type StackFacts, type SwitchValues, switchKeys, type WrittenPlan } from "../parts.ts";
import { changeOverrideText, readOverrideText } from "./override-text.ts";
import { envName, overrideName, takesEnvFile } from "./where.ts";

/** One way to persist values. Throws Problem `settings-refused` when it is barred. */
export type Route = (
  folder: StackFolder,
  stack: StackFacts,
  values: SwitchValues,
) => Promise<Omit<WrittenPlan, "passedOver">>;

/** Files that may take the values, the best one first. A new .env comes last: unknown services might read it. */
export const routes: Record<WriteEnv, readonly Route[]> = {
  auto: [quietEnv, override, newEnv],
  override: [override],
  env: [env],
  never: [],
};

/** Every key of the env file; none when there is no file. Throws Problem `settings-refused`. */
export async function allOfEnv(folder: StackFolder, stack: StackFacts): Promise<ReadonlyMap<string, string>> {
  const place = { ...folder, name: envName(stack) };
  return readEnvText((await readPlain(place))?.bytes ?? Buffer.alloc(0), place.name);
}

/** Our keys as the env file gives them; none when there is no file. Throws Problem `settings-refused`. */
export async function envValues(folder: StackFolder, stack: StackFacts): Promise<SwitchValues> {
  const all = await allOfEnv(folder, stack);
  return Object.fromEntries(switchKeys.flatMap((key) => (all.has(key) ? [[key, all.get(key)]] : [])));
}

/** Our keys as our override gives them; none when there is no file. Throws Problem `settings-refused`. */
export async function overrideValues(folder: StackFolder, stack: StackFacts): Promise<SwitchValues> {
  const place = await overridePlace(folder, stack);
  const seen = await readPlain(place);
  return seen ? readOverrideText(seen.bytes, stack.service, place.name) : {};
}

async function env(folder: StackFolder, stack: StackFacts, values: SwitchValues) {
  const place = { ...folder, name: envName(stack) };
  const winning = await overrideValues(folder, stack).catch((): SwitchValues => ({}));
  const overruled = Object.keys(values).filter((key) => key in winning);
  if (overruled.length > 0) {
    throw settingsRefused(
      phrase`httpsidecar's override file sets ${overruled.join(", ")} and takes precedence over ${place.name}`,
      phrase`delete it`,
    );
  }
  const seen = await readPlain(place);
  const after = changeEnvText(seen?.bytes ?? Buffer.alloc(0), values, place.name);
  return rehearsed(place, seen, { where: "env", service: stack.service, values, after });
}

/** Only an existing file that no other service reads: a change would recreate all of those. */
async function quietEnv(folder: StackFolder, stack: StackFacts, values: SwitchValues) {
  const place = { ...folder, name: envName(stack) };
  const seen = await readPlain(place);
  if (!seen) throw settingsRefused(phrase`there is no ${place.name}`, phrase`create ${place.name}`);
  const keys = [...readEnvText(seen.bytes, place.name).keys()];
  const takers = stack.otherEnvironments.filter((environment) => takesEnvFile(environment, keys)).length;
  if (takers === 0) return env(folder, stack, values);
  throw settingsRefused(
    phrase`${takers} other containers use ${place.name} as their env_file`,
    phrase`set WRITE_ENV=env`,
  );
}

async function newEnv(folder: StackFolder, stack: StackFacts, values: SwitchValues) {
  const isThere = await exists(join(folder.root, envName(stack)));
  return isThere ? quietEnv(folder, stack, values) : env(folder, stack, values);
}

async function override(folder: StackFolder, stack: StackFacts, values: SwitchValues) {
  const place = await overridePlace(folder, stack);
  const seen = await readPlain(place);
  const after = changeOverrideText(seen?.bytes, stack.service, values, place.name);
  return rehearsed(place, seen, { where: "override", service: stack.service, values, after });
}

async function overridePlace(folder: StackFolder, stack: StackFacts): Promise<Place> {
  const there = await Promise.all(overrideNames.map((name) => exists(join(folder.root, name))));
  const existing = overrideNames.filter((_, index) => there[index]);
  return { ...folder, name: overrideName(stack, existing, await isComposeFileSet(folder, stack)) };
}

/** COMPOSE_FILE in the env file ends Compose's own search; the labels of a container do not show it. */
async function isComposeFileSet(folder: StackFolder, stack: StackFacts): Promise<boolean> {
  try {
    const place = { ...folder, name: envName(stack) };
    const seen = await readPlain(place);
    return Boolean(seen && readEnvText(seen.bytes, place.name).get("COMPOSE_FILE"));
  } catch {
    // an unreadable file is no reason against an override
    return false;
  }
}

type Draft = Pick<WrittenPlan, "where" | "service" | "values" | "after">;

async function rehearsed(place: Place, seen: PlainFile | undefined, draft: Draft) {
  if (!seen?.bytes.equals(draft.after)) await rehearseReplacement(place, seen, draft.after);
  return { ...draft, path: join(place.root, place.name), before: seen?.bytes };
}

async function exists(path: string): Promise<boolean> {
  try {
    return Boolean(await lstat(path).catch(missingToUndefined));
  } catch (error) {
    throw explained(basename(path), error);
  }
}
