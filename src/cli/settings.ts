import { namedFile, readLineageName, readSettings, type SettingsSource } from "../config/settings.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";

type Asked = Pick<Context, "environment" | "words" | "assembly">;

/**
 * The settings of a command: from its words, CERTBOT_OPTIONS and files of options; and the CA of the stored certificate
 * where none of them names one. Throws Problem `bad-settings`.
 */
export async function settingsFor({ environment, words, assembly }: Asked, word: string): Promise<Settings> {
  const { folders } = assembly;
  const ini = await assembly.ini(namedFile(environment, words));
  const source = { environment, words, word, folders, ini };
  return readSettings({ ...source, ...(await storedWays(source, assembly)) });
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
