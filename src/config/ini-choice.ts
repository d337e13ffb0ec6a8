import { phrase } from "../model/phrase.ts";
import type { Folders } from "../model/settings.ts";
import { hasFlag } from "./given.ts";
import type { IniOption } from "./ini-options.ts";
import type { Given } from "./options.ts";
import { mayRunSavedHooks } from "./saved-options.ts";

export type { IniOption } from "./ini-options.ts";

/** Whose options may run a command. */
export interface Trust {
  /** nginx can write this folder in some stacks, so a file in it may be a stranger's */
  folder: string;
  /** RUN_SAVED_HOOKS=true */
  runSavedHooks: boolean;
}

export const trustOf = (
  given: { RUN_SAVED_HOOKS?: string | undefined },
  { config }: Pick<Folders, "config">,
): Trust => ({
  folder: config,
  runSavedHooks: mayRunSavedHooks(given),
});

/** Options that run a program, name a CA or an account, weaken TLS, or say where challenges lie. */
const withLeave = [
  "preHook",
  "deployHook",
  "postHook",
  "manualAuthHook",
  "manualCleanupHook",
  "dnsCredentials",
  "server",
  "staging",
  "account",
  "eabKid",
  "eabHmacKey",
  "noVerifySsl",
  "webrootPath",
  "webrootMap",
];

/**
 * certbot's rule: a command-line option overrides the same option in the file. Names are never taken from a file
 * (CERTBOT_DOMAIN has them, or -d), and hooks need the operator's leave.
 */
export function fromFiles(ini: readonly IniOption[], said: readonly Given[], trust: Trust): readonly IniOption[] {
  return ini.filter((one) => one.key !== "domains" && !hasFlag(said, one.key) && !isStranger(one, trust));
}

/** Warnings about the files: which options count, and which are ignored. */
export function wordsAboutFiles(
  ini: readonly IniOption[],
  heard: readonly IniOption[],
  trust: Trust,
): readonly string[] {
  const names = (list: readonly IniOption[]) => [...new Set(list.map(({ name }) => name))].join(", ");
  const files = [...new Set(ini.map(({ file }) => file))];
  const counting = files.flatMap((file) => {
    const list = names(heard.filter((one) => one.file === file && one.note === undefined));
    return list === "" ? [] : [phrase`${file} counts too: ${list}`];
  });
  const strange = ini.filter((one) => isStranger(one, trust));
  const leave = phrase`to allow it, put RUN_SAVED_HOOKS=true into httpsidecar.env`;
  const notRun = phrase`${names(strange)} not used, because ${strange[0]?.file} is in the certificates' folder; ${leave}`;
  const domains = ini.filter(({ key }) => key === "domains");
  const notHeard = phrase`${names(domains)} of ${domains[0]?.file} counts for certbot certonly without -d, and for nothing else`;
  return [...counting, ...(strange.length > 0 ? [notRun] : []), ...(domains.length > 0 ? [notHeard] : [])];
}

function isStranger({ key, file }: IniOption, { folder, runSavedHooks }: Trust): boolean {
  return withLeave.includes(key) && !runSavedHooks && file.startsWith(`${folder}/`);
}
