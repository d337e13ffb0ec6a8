import { basename, dirname, isAbsolute, relative } from "node:path";
import { phrase } from "../../model/phrase.ts";
import { composeNames, overrideNames, ownOverride } from "../../stack-files/compose-names.ts";
import { settingsRefused } from "../../stack-files/refused.ts";
import type { StackFacts } from "../parts.ts";

/**
 * The env file's path relative to the stack's folder. Throws Problem `settings-refused` when Compose was given several
 * or one that lies elsewhere.
 */
export function envName({ environmentFile, workingFolder }: StackFacts): string {
  if (environmentFile === undefined) return ".env";
  const name = relative(workingFolder, environmentFile);
  if (!isInside(name)) {
    throw settingsRefused(
      phrase`Compose was started with an --env-file outside the stack's folder`,
      phrase`move it into that folder`,
    );
  }
  if (name.includes(",")) {
    throw settingsRefused(phrase`Compose was started with several --env-file`, phrase`use only one`);
  }
  return name;
}

/**
 * The override that Compose would read: our own one where the files are named one by one and it is among them; else by
 * itself the first of `existing`, or the one that pairs with the compose file.
 * Throws Problem `settings-refused` when it would read none, because the compose files were named (-f, COMPOSE_FILE).
 */
export function overrideName(stack: StackFacts, existing: readonly string[], composeFileSet: boolean): string {
  const [main = "", ...more] = stack.configFiles;
  const named = more.map((file) => basename(file));
  const byItself = composeNames.includes(basename(main)) && named.length < 2 && named.every(isOverride);
  const here = stack.configFiles.every((file) => dirname(file) === stack.workingFolder);
  if (here && named.includes(ownOverride)) return ownOverride;
  const name = existing[0] ?? named[0] ?? basename(main).replace(/\.(ya?ml)$/, ".override.$1");
  const read = !composeFileSet || named.includes(name);
  if (byItself && here && read) return name;

  const files = stack.configFiles.map((file) => basename(file)).join(", ");
  throw settingsRefused(
    phrase`Compose was told which files to read (${files}), so it does not read an override file automatically`,
    phrase`leave out -f and COMPOSE_FILE`,
  );
}

/**
 * True if this environment comes from the whole env file (`env_file:`): Compose's own variables and the certbot contact
 * get into a container in no other way; so does half of the file.
 */
export function takesEnvFile(environment: Pick<ReadonlySet<string>, "has">, keys: readonly string[]): boolean {
  const shared = keys.filter((key) => environment.has(key));
  if (environment.has("COMPOSE_PROFILES")) return true;
  if (shared.includes("CERTBOT_EMAIL") && shared.some((key) => !key.startsWith("CERTBOT_"))) return true;
  return shared.length > 0 && shared.length * 2 >= keys.length;
}

function isOverride(name: string): boolean {
  return overrideNames.some((known) => known === name);
}

function isInside(name: string): boolean {
  return name !== "" && !isAbsolute(name) && name.split("/")[0] !== "..";
}
