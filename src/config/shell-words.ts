import { phrase } from "../model/phrase.ts";
import { badSettings, thenStart } from "./bad-settings.ts";

/** One piece of a word, or the white space after it. Nothing is ever executed: `$`, backquotes, `|` and `&` are letters. */
const piece = /(\s+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/sy;

/**
 * Splits as a POSIX shell splits words (XCU 2.2: quotes and backslash), without expanding anything. Throws Problem
 * `bad-settings`, which names `variable`, for a quote without an end and for a backslash at the end.
 */
export function shellWords(text: string, variable: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const found = piece.exec(text);
    if (found === null) throw withoutEnd(text.charAt(at), variable);
    if (found[4] === "\n") continue;
    if (found[1] === undefined) {
      word = (word ?? "") + letters(found);
      continue;
    }
    if (word !== undefined) words.push(word);
    word = undefined;
  }
  return word === undefined ? words : [...words, word];
}

function letters([, , single, double, escaped, plain]: RegExpExecArray): string {
  // inside double quotes a backslash counts only before these; a continued line is joined
  if (double !== undefined) return double.replace(/\\([$`"\\]|\n)/g, (_, letter) => (letter === "\n" ? "" : letter));
  return single ?? escaped ?? plain ?? "";
}

function withoutEnd(letter: string, variable: string) {
  const what = letter === "\\" ? phrase`a backslash at its end` : phrase`an unclosed quote: ${letter}`;
  return badSettings(
    phrase`${variable} has ${what}`,
    phrase`close it, or remove it from ${variable} in .env, ${thenStart}`,
  );
}
