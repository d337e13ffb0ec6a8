/** A text's limit, and its unit. */
export interface Limit {
  most: number;
  sizeOf(text: string): number;
}

/** In UTF-16 units, as Telegram counts; never fewer than the characters that others count. */
export const characters = (text: string) => text.length;
/** In UTF-8. */
export const bytes = (text: string) => Buffer.byteLength(text);
/** What a text takes in a body of JSON. */
export const jsonBytes = (text: string) => bytes(JSON.stringify(text)) - 2;

/** The lines as one text; if it is too long only the longest lines are cut, so that the last ones stay. */
export function fitted(lines: readonly string[], { most, sizeOf }: Limit): string {
  const text = lines.join("\n");
  if (sizeOf(text) <= most) return text;
  const sizes = lines.map(sizeOf).sort((one, other) => one - other);
  const longest = longestLine(sizes, most - (lines.length - 1) * sizeOf("\n"));
  return lines.map((line) => shortened(line, { most: longest, sizeOf })).join("\n");
}

/** The first part that fits, whole characters, with an ellipsis for the rest. */
export function shortened(text: string, { most, sizeOf }: Limit): string {
  if (sizeOf(text) <= most) return text;
  let kept = "";
  let size = sizeOf("…");
  for (const character of text) {
    size += sizeOf(character);
    if (size > most) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Lines shorter than an equal share leave room to the others. `sizes` in ascending order. */
function longestLine([smallest = 0, ...others]: readonly number[], room: number): number {
  const share = room / (others.length + 1);
  return smallest <= share && others.length > 0 ? longestLine(others, room - smallest) : share;
}
