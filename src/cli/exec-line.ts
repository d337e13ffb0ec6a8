import { phrase } from "../model/phrase.ts";
import { certbotWords, words } from "./words.ts";

/** certbot's verbs that only read. */
const reading = ["certificates", "show_account", "plugins"];

/**
 * What the service's log says of a command that was typed in its container (docker compose exec), by the first line that
 * the command said; undefined: it changes nothing. Without the words typed after it, which may have secrets.
 */
export function execLine(typed: readonly string[], code: number, first = ""): string | undefined {
  const name = nameOf(typed);
  if (name === undefined) return undefined;
  const said = first.replace(/^error: /, "") || phrase`exit code ${code}`;
  return code === 0 ? phrase`exec ${name}: ${said}` : phrase`exec ${name} failed: ${said}`;
}

function nameOf([word = "", ...rest]: readonly string[]): string | undefined {
  if (certbotWords.includes(word) && !reading.includes(word)) return `certbot ${word}`;
  if (word === "certbot") {
    const verb = rest.find((each) => certbotWords.includes(each));
    return verb === undefined || reading.includes(verb) ? undefined : `certbot ${verb}`;
  }
  return Object.hasOwn(words, word) && words[word]?.changes ? word : undefined;
}
