import { untyped } from "../config/bad-settings.ts";
import { namedFile, readLineageName, readNameless, readSettings, type SettingsSource } from "../config/settings.ts";
import { isWatchOnly } from "../config/watch-urls.ts";
import type { NamelessSettings } from "../model/nameless-settings.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";

type Asked = Pick<Context, "environment" | "words" | "assembly">;

/**
 * The settings of a command: from its words, CERTBOT_OPTIONS and files of options; and the CA of the stored certificate
 * where none of them names one. Throws Problem `bad-settings`.
 */
export async function settingsFor({ environment, words, assembly }: Asked, word: string): Promise<Settings> {
  const source = await sourceOf({ environment, words, assembly }, word);
  const all = { ...source, ...(await storedWays(source, assembly)) };
  return untyped(words, () => readSettings(all));
}

/**
 * The settings of a container that only watches (WATCH without CERTBOT_DOMAIN); undefined: of any other, such as one with
 * certificates that has lost its domain. Throws likewise.
 */
export async function watchOnlySettings(asked: Asked, word: string): Promise<NamelessSettings | undefined> {
  if (!isWatchOnly(asked.environment)) return undefined;
  if ((await (await asked.assembly.store()).list()).length > 0) return undefined;
  const source = await sourceOf(asked, word);
  return untyped(asked.words, () => readNameless(source));
}

async function sourceOf({ environment, words, assembly }: Asked, word: string): Promise<SettingsSource> {
  const ini = await assembly.ini(namedFile(environment, words));
  return { environment, words, word, folders: assembly.folders, ini };
}

/** Where the stored certificate came from, and how it was validated; an unreadable lineage is reported where it is needed. */
async function storedWays(
  source: SettingsSource,
  assembly: Asked["assembly"],
): Promise<Pick<SettingsSource, "home" | "saved"> | undefined> {
  try {
    const name = readLineageName(source);
    const stored = await (await assembly.store()).read(name);
    if (stored === undefined || stored.elsewhere !== undefined) return { home: stored?.directory };
    return { home: stored.directory, saved: await assembly.options(name) };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
