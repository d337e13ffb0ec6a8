import { phrase } from "../model/phrase.ts";
import { settingsRefused } from "./refused.ts";

/** One KEY of an env file as Compose v2 reads it; offsets count in the text. */
export interface EnvEntry {
  key: string;
  /** counted from 1 */
  line: number;
  lineStart: number;
  /** span of the value as typed, quotes included */
  start: number;
  end: number;
  quote: "" | "'" | '"';
  /** the value without its quotes; escapes and variables are not resolved */
  raw: string;
  /** a key without `=`: Compose takes it from the shell */
  inherited: boolean;
}

interface Reader {
  text: string;
  name: string;
  at: number;
  line: number;
}

const byteOrderMark = "\xef\xbb\xbf";
const nothing = /^[ \t\v\f\r]*(?:#|$)/;
const statement = /^[ \t\v\f\r]*(?:export[ \t]+)?([A-Za-z0-9_.[\]-]+)[ \t]*(?:([=:])([ \t]*)|[ \t\r]*$)/;
const afterQuote = /^[ \t\r]*(?:#[^\r]*\r*)?$/;
// Compose trims these before it looks for a quote (U+0085 and U+00A0 are two bytes each); nobody types them on purpose.
const oddStart = /^(?:[\v\f]|\xc2[\x85\xa0])/;

/**
 * Every KEY in the order of the text, which has one character a byte (latin1). `name` is for messages. Compose's reader
 * is the rule here, not dotenv's: they differ in comments, escapes, `KEY: value` and quotes left open. Throws Problem
 * `settings-refused` for all that is ambiguous.
 */
export function envEntries(text: string, name: string): EnvEntry[] {
  const reader = { text, name, at: text.startsWith(byteOrderMark) ? byteOrderMark.length : 0, line: 1 };
  const entries: EnvEntry[] = [];
  while (reader.at < text.length) {
    const entry = readLine(reader);
    if (entry) entries.push(entry);
  }
  return entries;
}

function readLine(reader: Reader): EnvEntry | undefined {
  const lineStart = reader.at;
  const end = lineEnd(reader.text, lineStart);
  const line = reader.text.slice(lineStart, end);
  const found = nothing.test(line) ? undefined : readKey(reader, line);
  if (found?.quote) return readQuoted(reader, found);

  if (/\r(?!\r*$)/.test(line)) throw unclear(reader, phrase`a carriage return is inside the line`);
  if (line.includes("\0")) throw unclear(reader, phrase`it contains a zero byte`);
  const entry = found && { ...found, ...unquoted(line.slice(found.start - lineStart), found.start) };
  next(reader, end);
  return entry;
}

/** The key, and the start of its value, which is not read yet. */
function readKey(reader: Reader, line: string): EnvEntry {
  const [whole, key, separator, space] = statement.exec(line) ?? [];
  if (whole === undefined || key === undefined) throw unclear(reader, phrase`it is not KEY=value`);
  // Compose takes a lone `export` before white space for the prefix of an empty name.
  if (key === "export") throw unclear(reader, phrase`export is there without a name`);
  const inherited = separator === undefined;
  const last = reader.at + line.length === reader.text.length;
  if (inherited && last) throw unclear(reader, phrase`the last line has a name without = and no line end`);

  const rest = line.slice(whole.length);
  if (oddStart.test(rest)) throw unclear(reader, phrase`an unusual kind of white space precedes the value`);
  const start = reader.at + whole.length;
  const quote = !inherited && (rest[0] === '"' || rest[0] === "'") ? rest[0] : "";
  const empty = inherited || /^\r*$/.test(rest);
  const place = empty ? start - (space?.length ?? 0) : start;
  return { key, line: reader.line, lineStart: reader.at, start: place, end: place, quote, raw: "", inherited };
}

/** Compose ends a value without quotes at the line's end or at a `#` after a space. */
function unquoted(rest: string, start: number): Pick<EnvEntry, "raw" | "end"> {
  const comment = rest.indexOf(" #");
  const raw = (comment < 0 ? rest : rest.slice(0, comment)).replace(/[ \t\v\f\r]+$/, "");
  return { raw, end: start + raw.length };
}

/** A quoted value may run over many lines; a backslash takes the next character with it, in both kinds of quotes. */
function readQuoted(reader: Reader, entry: EnvEntry): EnvEntry {
  const close = closingQuote(reader.text, entry.start + 1, entry.quote);
  if (close < 0) throw unclear(reader, phrase`the quote after ${entry.key} is never closed`);
  const raw = reader.text.slice(entry.start + 1, close);
  if (raw.includes("\0")) throw unclear(reader, phrase`it contains a zero byte`);
  reader.line += raw.split("\n").length - 1;
  const end = lineEnd(reader.text, close);
  if (!afterQuote.test(reader.text.slice(close + 1, end)))
    throw unclear(reader, phrase`text follows the closing quote`);
  next(reader, end);
  return { ...entry, raw, end: close + 1 };
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function next(reader: Reader, end: number): void {
  reader.at = end + 1;
  reader.line += 1;
}

function unclear({ name, line }: Reader, why: string) {
  return settingsRefused(
    phrase`${name} line ${line} cannot be changed safely: ${why}`,
    phrase`correct line ${line} of ${name}`,
  );
}
