import { type Document, isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from "yaml";
import { phrase } from "../model/phrase.ts";
import { leftAlone } from "./refuse.ts";

/** A compose file with where everything stands in it. */
export interface YamlFile {
  /** as people know it */
  name: string;
  text: string;
  document: Document.Parsed;
  lines: LineCounter;
}

/** Throws Problem `broken-yaml` that names file and line. */
export function readYaml(text: string, name: string): YamlFile {
  const lines = new LineCounter();
  // Pretty errors quote the line, which may hold a password.
  const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: "silent", prettyErrors: false });
  const [error] = document.errors;
  if (error) throw brokenYaml(name, lines.linePos(error.pos[0]).line, error.code);
  return { name, text, document, lines };
}

/** `code`: the parser's own word, such as BAD_INDENT; its messages may quote the file. */
function brokenYaml(name: string, line: number, code: string) {
  return leftAlone(
    "broken-yaml",
    phrase`${name} line ${line} is not YAML (${code})`,
    phrase`correct line ${line} of ${name}; docker compose config shows more`,
  );
}

/** The map of the whole file; undefined when it says nothing. Throws Problem `broken-yaml` for anything else. */
export function topMap({ document, name }: YamlFile): YAMLMap | undefined {
  const { contents } = document;
  if (isMap(contents)) return contents;
  if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
  throw leftAlone(
    "broken-yaml",
    phrase`${name} is not a compose file`,
    phrase`make it a map with services, or remove ${name}`,
  );
}

/** The file's content as plain values; tags such as !reset are ignored. Throws Problem `broken-yaml`. */
export function plainValues(file: YamlFile): Record<string, unknown> {
  return topMap(file) ? (plainOf(file, file.document.contents) as Record<string, unknown>) : {};
}

/** One node as a plain value. Throws Problem `broken-yaml` for aliases that multiply without measure. */
export function plainOf({ document, name }: YamlFile, node: unknown): unknown {
  try {
    return (node as { toJS?: (document: unknown) => unknown } | null)?.toJS?.(document) ?? null;
  } catch (cause) {
    const fix = phrase`write out what ${name} repeats by its aliases`;
    throw leftAlone("broken-yaml", phrase`${name}: its aliases are too many`, fix, cause);
  }
}

/** Counted from 1. */
export function lineOf({ lines }: YamlFile, node: unknown): number {
  return lines.linePos(startOf(node)).line;
}

/** Counted from 0. */
export function columnOf({ lines }: YamlFile, node: unknown): number {
  return lines.linePos(startOf(node)).col - 1;
}

export function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** Offset in the text where a node begins. */
export function startOf(node: unknown): number {
  const known = node as { range?: readonly number[] | null } | null | undefined;
  return known?.range?.[0] ?? 0;
}
