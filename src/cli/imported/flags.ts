import { type ParseArgsConfig, parseArgs } from "node:util";
import { badWords } from "../../config/bad-settings.ts";
import { phrase } from "../../model/phrase.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The flags of a command. Throws Problem `bad-words` that lists those that exist. */
export function readFlags<const T extends Options>(word: string, words: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [said = ""] = error instanceof Error ? error.message.split(". ") : [];
    throw badWords(`${word}: ${said}`, phrase`${word} accepts: ${Object.keys(options).map(dashed).join(" ")}`);
  }
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
