import { isMap, type Pair } from "yaml";
import { phrase } from "../model/phrase.ts";
import { linesOf } from "./our-lines.ts";
import { keyOf, lineOf, plainOf, readYaml, topMap, type YamlFile } from "./yaml-file.ts";

/** A part of the override that we bring, as its lines stand there. */
export interface Part {
  key: string;
  /** with the comment above it, without line endings and without indentation */
  lines: readonly string[];
  /** as YAML has it */
  value: unknown;
  /** takes out what the operator's files say (`!reset`) */
  isReset: boolean;
  /** of a map */
  parts: readonly Part[];
}

/** The parts of our override file. */
export function partsOf(text: string): readonly Part[] {
  const file = readYaml(text, phrase`httpsidecar's override file`);
  const lines = linesOf(text).map((line) => line.trimEnd());
  return partsOfMap(file, lines, topMap(file)?.items ?? [], lines.length);
}

function partsOfMap(file: YamlFile, lines: readonly string[], items: readonly Pair[], end: number): Part[] {
  return items.map((pair, index) => {
    const column = indentationOf(lines[lineOf(file, pair.key) - 1] ?? "");
    const from = withComment(lines, lineOf(file, pair.key) - 1, column);
    const next = items[index + 1];
    const to = next ? withComment(lines, lineOf(file, next.key) - 1, column) : end;
    const inner = isMap(pair.value) && !pair.value.flow ? pair.value.items : [];
    return {
      key: keyOf(pair),
      lines: trimmed(lines.slice(from, to)).map((line) => line.slice(column)),
      value: plainOf(file, pair.value),
      isReset: (pair.value as { tag?: string } | null)?.tag === "!reset",
      parts: partsOfMap(file, lines, inner, to),
    };
  });
}

/** A comment right above a key belongs to it, but for our marks. */
function withComment(lines: readonly string[], at: number, column: number): number {
  let from = at;
  while (from > 0 && isComment(lines[from - 1] ?? "", column)) from -= 1;
  return from;
}

const isComment = (line: string, column: number) =>
  indentationOf(line) === column && line.trimStart().startsWith("#") && column > 0;

function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex(
    (line) => line.trim() !== "" && indentationOf(line) + Number(!line.startsWith("#")) > 0,
  );
  return lines.slice(0, last + 1);
}

const indentationOf = (line: string) => line.length - line.trimStart().length;
