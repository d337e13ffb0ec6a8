import { namedFile, readLineageName, readSettings, type SettingsSource } from "../config/settings.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";

type Asked = Pick<Context, "environment" | "words" | "assembly">;

/**
 * The settings of a word: what was typed, CERTBOT_OPTIONS, files of options; and the authority that the stored
 * certificate came from where none of them names one. Throws Problem `bad-settings`.
 */
export async function settingsFor({ environment, words, assembly }: Asked, word: string): Promise<Settings> {
  const { folders } = assembly;
  const ini = await assembly.ini(namedFile(environment, words));
  const source = { environment, words, word, folders, ini };
  return readSettings({ ...source, home: await homeOf(source, assembly) });
}

/** What cannot be read is told where it is needed. */
async function homeOf(source: SettingsSource, assembly: Asked["assembly"]): Promise<string | undefined> {
  try {
    const name = readLineageName(source);
    return (await (await assembly.store()).read(name))?.directory;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
