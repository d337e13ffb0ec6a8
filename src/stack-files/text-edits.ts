/** Replaces the text from start to end. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text with all edits made; they must not overlap. Every other character stays. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return [...pieces, text.slice(at)].join("");
}

/** The line ending that the text itself uses. */
export function lineEnding(text: string): "\n" | "\r\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}
