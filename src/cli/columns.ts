import { stripVTControlCharacters } from "node:util";

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
/**
 * Breaks after white space, before a wide character that is no closing punctuation, and after one that is no opening
 * punctuation.
 */
const breaks =
  /(?<=\s)|(?=[\u3041-\u30fb\u4e00-\u9fff（「])(?<![（「])|(?<=[\u3001\u3002\u3041-\u9fff，；：）」])(?![、。，；：）」ー\s])/u;

/** The columns of a terminal: a Chinese or Japanese character takes two, a colour none. */
export function columnsOf(text: string): number {
  return [...stripVTControlCharacters(text)].reduce(
    (columns, character) => columns + (wide.test(character) ? 2 : 1),
    0,
  );
}

export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** The beginning of a text, in so many columns at most. */
export function cut(text: string, columns: number): string {
  let kept = "";
  for (const character of text) {
    if (columnsOf(kept + character) > columns) break;
    kept += character;
  }
  return kept;
}

/** Lines broken between words or wide characters; a longer word stays whole. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of text.trim().replace(/\s+/g, " ").split(breaks)) {
    const longer = `${lines.at(-1) ?? ""}${piece}`;
    if (lines.length > 0 && columnsOf(longer.trimEnd()) <= columns) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines.map((line) => line.trim());
}
