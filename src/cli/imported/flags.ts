import { type ParseArgsConfig, parseArgs } from "node:util";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";

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

/** Words that cannot be used (exit code 2). */
export function badWords(message: string, fix: string): Problem {
  return new Problem({ code: "bad-words", message, fix, retry: "after-a-fix" });
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
