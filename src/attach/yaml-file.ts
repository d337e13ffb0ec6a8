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
  const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error) {
    const line = lines.linePos(error.pos[0]).line;
    const [what = ""] = error.message.split(" at line ");
    throw leftAlone(
      "broken-yaml",
      phrase`${name} line ${line} is not YAML: ${what}`,
      phrase`correct line ${line} of ${name}`,
      error,
    );
  }
  return { name, text, document, lines };
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

/** The file's content as plain values; tags such as !reset are not heeded. */
export function plainValues(file: YamlFile): Record<string, unknown> {
  return topMap(file) ? (file.document.toJS() as Record<string, unknown>) : {};
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
