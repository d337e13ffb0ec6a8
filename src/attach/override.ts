import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { phrase } from "../model/phrase.ts";
import { switchBegin, switchEnd } from "../stack-files/marks.ts";
import { applyEdits, type Edit, lineEnding } from "../stack-files/text-edits.ts";
import { foreignLine, type Ours } from "./foreign-lines.ts";
import { addedBegin, addedEnd, withoutOurs, withSwitchLines } from "./our-lines.ts";
import { leftAlone } from "./refuse.ts";
import { type Part, partsOf } from "./template.ts";
import { columnOf, keyOf, lineOf, plainOf, readYaml, startOf, topMap, type YamlFile } from "./yaml-file.ts";

/**
 * The override with the services of ours (`template`) in it; every line of the operator's stays byte for byte, and what the companion has
 * written between its marks stays too. Throws Problem `broken-yaml`, `conflict` or `not-ours`, which name the line.
 */
export function mergeOverride(text: string, name: string, template: string, ours: Ours): string {
  const base = removeFromOverride(text, name, ours);
  const file = readYaml(base, name);
  const top = topMap(file);
  const merged = top ? intoMap(file, top, template) : base + asShipped(template, base);
  const filled = withSwitchLines(merged, withoutOurs(text).switchLines);
  readYaml(filled, name);
  return filled;
}

/** The override without anything of ours. Throws Problem `broken-yaml` or `not-ours`. */
export function removeFromOverride(text: string, name: string, ours: Ours): string {
  const { text: base, unpaired } = withoutOurs(text);
  if (unpaired !== undefined) {
    const fix = phrase`remove the lines of certbot and certbot-companion from ${name} by hand, with httpsidecar's marks`;
    throw leftAlone("not-ours", phrase`${name} line ${unpaired}: httpsidecar's mark has no counterpart`, fix);
  }
  const line = foreignLine(text, name, ours);
  if (line === undefined) return base;
  const fix = phrase`move line ${line} out from between httpsidecar's marks`;
  throw leftAlone("not-ours", phrase`${name} line ${line} is not httpsidecar's but is between its marks`, fix);
}

function asShipped(template: string, base: string): string {
  if (base === "") return template;
  const eol = lineEnding(base);
  const text = template.trimEnd().replaceAll("\n", eol);
  return base.endsWith("\n") ? text + eol : eol + text;
}

function intoMap(file: YamlFile, top: YAMLMap, template: string): string {
  if (top.flow) throw oneLine(file, top, file.name);
  const parts = partsOf(template);
  return applyEdits(file.text, mergeMap(file, top, parts, { at: endOf(file.text), column: 0 }, []));
}

/** A document may end before the file does (`...`, YAML 1.2 section 9.1). */
function endOf(text: string): number {
  const end = text.search(/^\.\.\.[ \t]*\r?$/m);
  return end < 0 ? text.length : end;
}

/** Where new entries of a map go, and how far they are moved to the right. */
interface Place {
  at: number;
  column: number;
}

function mergeMap(file: YamlFile, map: YAMLMap, parts: readonly Part[], place: Place, path: readonly string[]): Edit[] {
  const pairOf = ({ key }: Part) => map.items.find((pair) => keyOf(pair) === key);
  const missing = parts.filter((part) => !pairOf(part));
  const inner = parts.flatMap((part) => {
    const pair = pairOf(part);
    return pair ? mergeValue(file, pair, part, [...path, part.key]) : [];
  });
  const lines = missing.flatMap((part) => part.lines);
  return [...inner, ...(lines.length > 0 ? [insertion(file, place, [addedBegin, ...lines, addedEnd])] : [])];
}

function mergeValue(file: YamlFile, pair: Pair, part: Part, path: readonly string[]): Edit[] {
  const { value } = pair;
  const isResetToo = part.isReset && (value as Node | null)?.tag === "!reset";
  if (isResetToo) return [];
  if (part.isReset) throw conflict(file, pair, path);
  if (part.parts.length > 0) return mergeParts(file, pair, part, path);
  if (part.value === null) return path.at(-1) === "environment" ? switchMarks(file, pair, path) : [];
  if (isSeq(value) && Array.isArray(part.value)) return mergeList(file, pair, value, part, path);
  if (isDeepStrictEqual(plainOf(file, value), part.value)) return [];
  throw conflict(file, pair, path);
}

function mergeParts(file: YamlFile, pair: Pair, { parts }: Part, path: readonly string[]): Edit[] {
  const { value } = pair;
  if (isSeq(value) || isExplicit(file, pair)) throw notInLines(file, pair, path);
  if (isMap(value) && value.flow) throw oneLine(file, pair.key, path.join("."));
  if (isMap(value)) return mergeMap(file, value, parts, placeIn(file, pair, columnOf(file, value.items[0]?.key)), path);
  if (!isNothing(value)) throw conflict(file, pair, path);
  const place = placeIn(file, pair, columnOf(file, pair.key) + 2);
  return [insertion(file, place, [addedBegin, ...parts.flatMap(({ lines }) => lines), addedEnd])];
}

/** Our two marks in the environment of nginx, where the companion writes. */
function switchMarks(file: YamlFile, pair: Pair, path: readonly string[]): Edit[] {
  const { value } = pair;
  const isBlock = isNothing(value) || (isMap(value) && !value.flow);
  if (!isBlock || isExplicit(file, pair)) throw notInLines(file, pair, path);
  const column = isMap(value) ? columnOf(file, value.items[0]?.key) : columnOf(file, pair.key) + 2;
  return [insertion(file, placeIn(file, pair, column), [switchBegin, switchEnd])];
}

function mergeList(file: YamlFile, pair: Pair, list: YAMLSeq, part: Part, path: readonly string[]): Edit[] {
  const there = plainOf(file, list) as readonly unknown[];
  const wanted = part.value as readonly unknown[];
  const missing = wanted.filter((item) => !there.some((known) => isDeepStrictEqual(known, item)));
  if (missing.length === 0) return [];
  if (list.flow) throw oneLine(file, pair.key, path.join("."));
  if (missing.some((item) => typeof item !== "string")) throw conflict(file, pair, path);
  const lines = missing.map((item) => `- ${JSON.stringify(item)}`);
  return [insertion(file, placeIn(file, pair, columnOf(file, list)), [addedBegin, ...lines, addedEnd])];
}

/** Right below the key's own line, before what stands there already. */
function placeIn({ text }: YamlFile, pair: Pair, column: number): Place {
  const end = text.indexOf("\n", startOf(pair.key));
  return { at: end < 0 ? text.length : end + 1, column };
}

function insertion({ text }: YamlFile, { at, column }: Place, lines: readonly string[]): Edit {
  const eol = lineEnding(text);
  const whole = lines.map((line) => (line === "" ? "" : " ".repeat(column) + line)).join(eol);
  const isOpen = at === text.length && text !== "" && !text.endsWith("\n");
  return { start: at, end: at, text: isOpen ? eol + whole : whole + eol };
}

const isNothing = (node: unknown) => node === null || (isScalar(node) && node.value === null);

function conflict(file: YamlFile, pair: Pair, path: readonly string[]) {
  const where = phrase`${file.name} line ${lineOf(file, pair.key)}`;
  const fix = phrase`remove ${path.join(".")} from ${file.name}`;
  return leftAlone(
    "conflict",
    phrase`${where} sets ${path.join(".")} to something other than what the sidecar needs`,
    fix,
  );
}

/** `? key` in a line of its own. */
const isExplicit = ({ text }: YamlFile, { key }: Pair) => /^[ \t]*\?[ \t]*$/m.test(lineUpTo(text, startOf(key)));
const lineUpTo = (text: string, at: number) => text.slice(text.lastIndexOf("\n", at - 1) + 1, at);

function notInLines(file: YamlFile, pair: Pair, path: readonly string[]) {
  const where = phrase`${file.name} line ${lineOf(file, pair.key)}`;
  const fix = phrase`write ${path.join(".")} there as lines of KEY: value`;
  return leftAlone(
    "conflict",
    phrase`${where}: ${path.join(".")} is not written in lines of KEY: value, as the sidecar's are`,
    fix,
  );
}

function oneLine(file: YamlFile, node: unknown, what: string) {
  const where = phrase`${file.name} line ${lineOf(file, node)}`;
  return leftAlone(
    "conflict",
    phrase`${where}: ${what} is written in brackets`,
    phrase`write ${what} there in lines, without brackets`,
  );
}
