import { languageNamed, languages } from "../model/language.ts";
import { phrase } from "../model/phrase.ts";
import { putIntoEnv, shown } from "./bad-settings.ts";
import type { Environment } from "./environment.ts";

/** An unknown language stops nothing: all is said in English, this as well. */
export function languageWarnings({ HTTPSIDECAR_LANG: wanted = "" }: Environment): readonly string[] {
  if (wanted.trim() === "" || languageNamed(wanted) !== undefined) return [];
  const known = languages.join(", ");
  const mend = putIntoEnv(phrase`HTTPSIDECAR_LANG=en (or zh-CN, ja)`);
  return [phrase`HTTPSIDECAR_LANG ${shown(wanted)} is none of ${known}, so English is used: ${mend}`];
}
