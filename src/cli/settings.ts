import { namedFile, readSettings } from "../config/settings.ts";
import type { Settings } from "../model/settings.ts";
import type { Context } from "./context.ts";

type Asked = Pick<Context, "environment" | "words" | "assembly">;

/** The settings of a word: what was typed, CERTBOT_OPTIONS, files of options. Throws Problem `bad-settings`. */
export async function settingsFor({ environment, words, assembly }: Asked, word: string): Promise<Settings> {
  const { folders } = assembly;
  const ini = await assembly.ini(namedFile(environment, words));
  return readSettings({ environment, words, word, folders, ini });
}
