const longest = 60;

/** The choice with the fewest edits (Levenshtein); the first of equals. */
export function nearest(word: string, choices: readonly string[]): string {
  const distances = choices.map((choice) => edits(word.slice(0, longest), choice));
  return choices[distances.indexOf(Math.min(...distances))] ?? word;
}

function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) row = nextRow(row, index + 1, letter, to);
  return row[to.length] ?? 0;
}

function nextRow(above: readonly number[], first: number, letter: string, to: string): number[] {
  const row = [first];
  for (let at = 1; at <= to.length; at += 1) {
    const replaced = (above[at - 1] ?? 0) + (to[at - 1] === letter ? 0 : 1);
    row.push(Math.min(replaced, (above[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1));
  }
  return row;
}
