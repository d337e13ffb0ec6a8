import { switchBegin, switchEnd } from "../stack-files/marks.ts";

/** The marks around all that attach adds to a file of the stack. */
export const addedBegin = "# httpsidecar: added by attach";
export const addedEnd = "# httpsidecar: end of what attach added";

/** Lines from and to, counted from 1. */
interface Run {
  from: number;
  to: number;
}

/** A file without what is ours. */
export interface WithoutOurs {
  text: string;
  /** the companion's lines, without their indentation */
  switchLines: readonly string[];
  /** what was taken out */
  runs: readonly Run[];
  /** a begin without an end, or an end without a begin: its line, counted from 1 */
  unpaired: number | undefined;
}

/** Takes out every line between our marks, the marks too; all else stays byte for byte. */
export function withoutOurs(text: string): WithoutOurs {
  const all = linesOf(text);
  const runs: Run[] = [];
  for (let at = 0; at < all.length; at++) {
    const words = all[at]?.trim() ?? "";
    const end = ends.get(words);
    const to = end === undefined ? -1 : all.findIndex((line, index) => index > at && line.trim() === end);
    if (words === addedEnd || words === switchEnd || (end !== undefined && to < 0)) {
      return { text, switchLines: [], runs: [], unpaired: at + 1 };
    }
    if (to < 0) continue;
    runs.push({ from: at + 1, to: to + 1 });
    at = to;
  }
  return { text: textWithout(all, runs), switchLines: switchLinesOf(all), runs, unpaired: undefined };
}

const ends = new Map([
  [addedBegin, addedEnd],
  [switchBegin, switchEnd],
]);

function textWithout(all: readonly string[], runs: readonly Run[]): string {
  const kept = all.filter((_, index) => !runs.some(({ from, to }) => index + 1 >= from && index + 1 <= to)).join("");
  // A file without a line end at its end got one before our lines.
  const wasOpen = runs.at(-1)?.to === all.length && !all.at(-1)?.endsWith("\n");
  return wasOpen ? kept.replace(/\r?\n$/, "") : kept;
}

function switchLinesOf(all: readonly string[]): string[] {
  const words = all.map((line) => line.trim());
  const from = words.indexOf(switchBegin);
  return from < 0 ? [] : words.slice(from + 1, words.indexOf(switchEnd, from));
}

/** The text with these lines between the companion's marks. */
export function withSwitchLines(text: string, switchLines: readonly string[]): string {
  const filled = linesOf(text).map((line) => {
    if (line.trim() !== switchBegin) return line;
    const indentation = /^ */.exec(line)?.[0] ?? "";
    const ending = /\r?\n$/.exec(line)?.[0] ?? "\n";
    return line + switchLines.map((words) => indentation + words + ending).join("");
  });
  return filled.join("");
}

/** With their line endings. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
