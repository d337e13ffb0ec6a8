import { linesOf } from "./our-lines.ts";

/** What changes from one text to the other: `- ` and `+ ` lines, each group under its line number. No other line is shown, since .env holds secrets. */
export function diff(before: string, after: string): readonly string[] {
  const [old, fresh] = [lines(before), lines(after)];
  const from = sameAtStart(old, fresh);
  const end = sameAtStart(old.slice(from).reverse(), fresh.slice(from).reverse());
  return changes(old.slice(from, old.length - end), fresh.slice(from, fresh.length - end), from);
}

const lines = (text: string) => linesOf(text).map((line) => line.trimEnd());

function sameAtStart(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((line, at) => line !== other[at]);
  return differs < 0 ? Math.min(one.length, other.length) : differs;
}

/** By the longest common subsequence, whose table is as large as both parts: stack files are short. */
function changes(old: readonly string[], fresh: readonly string[], offset: number): string[] {
  const longest = commonLengths(old, fresh);
  const shown: string[] = [];
  let [at, to, isOpen] = [0, 0, false];
  while (at < old.length || to < fresh.length) {
    if (at < old.length && to < fresh.length && old[at] === fresh[to]) {
      [at, to, isOpen] = [at + 1, to + 1, false];
      continue;
    }
    if (!isOpen) shown.push(`@@ line ${offset + to + 1}`);
    isOpen = true;
    const takes =
      to >= fresh.length || (at < old.length && lengthAt(longest, at + 1, to) >= lengthAt(longest, at, to + 1));
    if (takes) shown.push(`- ${old[at++]}`);
    else shown.push(`+ ${fresh[to++]}`);
  }
  return shown;
}

const lengthAt = (table: readonly Uint32Array[], at: number, to: number) => table[at]?.[to] ?? 0;

function commonLengths(old: readonly string[], fresh: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let at = old.length - 1; at >= 0; at--) {
    const row = table[at] ?? new Uint32Array();
    for (let to = fresh.length - 1; to >= 0; to--) {
      const same = old[at] === fresh[to];
      row[to] = same
        ? lengthAt(table, at + 1, to + 1) + 1
        : Math.max(lengthAt(table, at + 1, to), lengthAt(table, at, to + 1));
    }
  }
  return table;
}
