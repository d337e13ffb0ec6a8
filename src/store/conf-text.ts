import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { type EntryRow, entryIn, type SectionRow, sectionIn } from "./conf-row.ts";
import { type ConfValue, parseValue } from "./conf-value.ts";

/** Names from the outermost section inwards; [] is the part above the first section. */
export type SectionPath = readonly string[];

/** One line (or one quoted block of lines), with its exact text. */
export type ConfLine =
  | { kind: "other"; section: SectionPath; text: string }
  | { kind: "section"; section: SectionPath; text: string }
  | { kind: "entry"; section: SectionPath; text: string; key: string; value: ConfValue; comment: string };

/** A renewal conf that remembers every byte: unchanged lines are printed as read. */
export interface Conf {
  bom: boolean;
  newline: "\n" | "\r\n";
  lines: readonly ConfLine[];
}

/** Reads ConfigObj's syntax. Throws Problem `conf-unreadable` that names the file and the line. */
export function parseConf(text: string, file: string): Conf {
  const bom = text.startsWith("\uFEFF");
  const body = bom ? text.slice(1) : text;
  const newline = /\r?\n/.exec(body)?.[0] === "\r\n" ? "\r\n" : "\n";
  const reader: Reader = { rows: rowsOf(body), at: 0, section: [], seen: new Set(), file };
  const lines: ConfLine[] = [];
  while (reader.at < reader.rows.length) lines.push(nextLine(reader));
  return { bom, newline, lines };
}

/** The file's text: unchanged lines as read, with the first line's kind of line end. */
export function printConf({ bom, newline, lines }: Conf): string {
  return (bom ? "\uFEFF" : "") + lines.map(({ text }) => text.replaceAll("\n", newline) + newline).join("");
}

interface Reader {
  rows: readonly string[];
  at: number;
  section: SectionPath;
  seen: Set<string>;
  file: string;
}

function rowsOf(body: string): string[] {
  const rows = body.split(/\r?\n/);
  if (rows.at(-1) === "") rows.pop();
  return rows;
}

function nextLine(reader: Reader): ConfLine {
  const text = reader.rows[reader.at++] ?? "";
  if (/^\s*(?:#.*)?$/.test(text)) return { kind: "other", section: reader.section, text };
  const marker = sectionIn(text);
  if (marker) return sectionLine(reader, text, marker);
  const entry = entryIn(text);
  if (!entry) throw unreadable(reader, phrase`it is neither a section, nor key = value, nor a # comment`);
  return entryLine(reader, text, entry);
}

function sectionLine(reader: Reader, text: string, { opening, name, closing }: SectionRow): ConfLine {
  const depth = countOf(opening, "[");
  if (depth !== countOf(closing, "]")) throw unreadable(reader, phrase`its brackets do not match`);
  if (depth > reader.section.length + 1) throw unreadable(reader, phrase`its section is nested too deep`);
  reader.section = reader.section.slice(0, depth - 1);
  claim(reader, name);
  reader.section = [...reader.section, name];
  return { kind: "section", section: reader.section, text };
}

function entryLine(reader: Reader, text: string, { key, raw }: EntryRow): ConfLine {
  claim(reader, key);
  if (/^(?:"""|''')/.test(raw)) return blockLine(reader, text, key, raw);
  const parsed = parseValue(raw.trimEnd());
  if (!parsed.ok) throw unreadable(reader, parsed.why);
  return { kind: "entry", section: reader.section, text, key, value: parsed.value, comment: parsed.comment };
}

/** A value in triple quotes may run over several lines. */
function blockLine(reader: Reader, first: string, key: string, raw: string): ConfLine {
  const quote = raw.slice(0, 3);
  const closing = quote === '"""' ? /^(.*?)"""(\s*(?:#.*)?)$/ : /^(.*?)'''(\s*(?:#.*)?)$/;
  const texts = [first];
  const inside: string[] = [];
  for (let row = raw.slice(3); ; row = reader.rows[reader.at++] ?? "") {
    if (inside.length > 0) texts.push(row);
    const end = closing.exec(row);
    inside.push(end?.[1] ?? row);
    if (end) return block(reader, texts, key, inside, end[2] ?? "");
    const isLast = reader.at >= reader.rows.length;
    if (isLast || row.includes(quote)) throw unreadable(reader, phrase`its triple quote is not closed`);
  }
}

function block(reader: Reader, texts: string[], key: string, inside: string[], comment: string): ConfLine {
  const value = inside.join("\n");
  return { kind: "entry", section: reader.section, text: texts.join("\n"), key, value, comment: comment.trimEnd() };
}

function claim(reader: Reader, name: string): void {
  const address = JSON.stringify([...reader.section, name]);
  if (reader.seen.has(address)) throw unreadable(reader, phrase`${name} is there twice`);
  reader.seen.add(address);
}

function countOf(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

function unreadable({ file, at }: Reader, why: string): Problem {
  return new Problem({
    code: "conf-unreadable",
    message: phrase`${file}, line ${at}, cannot be read: ${why}`,
    fix: phrase`correct line ${at} of ${plainPath(file)}, or move the file away and keep a copy: nothing was changed`,
    retry: "look",
  });
}
