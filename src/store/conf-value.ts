import { phrase } from "../model/phrase.ts";
/** The value behind an equals sign: certbot's files have text and lists of text. */
export type ConfValue = string | readonly string[];

/** A value as read, and the comment that followed it on its line (with its leading space). */
export type ParsedValue = { ok: true; value: ConfValue; comment: string } | { ok: false; why: string };

/**
 * Reads the text behind `=` as ConfigObj does: a comma makes a list, `#` starts a comment unless quoted, quotes count
 * only at the start of an item, and a backslash is a letter like any other.
 */
export function parseValue(text: string): ParsedValue {
  const nothing = /^(,?)(\s*(?:#.*)?)$/s.exec(text);
  if (nothing) return { ok: true, value: nothing[1] === "," ? [] : "", comment: nothing[2] ?? "" };
  const items: string[] = [];
  let rest = text;
  for (;;) {
    const item = firstItem(rest);
    if (item === undefined) return { ok: false, why: phrase`a quote is not closed, or an item of a list is empty` };
    items.push(item.value);
    const after = /^\s*(?:(,)\s*|(?=#|$))/.exec(item.rest);
    if (!after) return { ok: false, why: phrase`there is text behind a closing quote` };
    rest = item.rest.slice(after[0].length);
    if (after[1] === undefined) return { ok: true, value: oneOrList(items), comment: commentIn(item.rest) };
    if (/^(?:#|$)/.test(rest)) return { ok: true, value: items, comment: commentIn(item.rest.replace(",", "")) };
  }
}

/** Writes a value so that ConfigObj reads the same one back; undefined when no quoting can hold it. */
export function writeValue(value: ConfValue): string | undefined {
  if (typeof value === "string") return writeText(value);
  if (value.length === 0) return ",";
  const items = value.map(writeItem);
  if (items.includes(undefined)) return undefined;
  return items.length === 1 ? `${items[0]},` : items.join(", ");
}

function firstItem(text: string): { value: string; rest: string } | undefined {
  const quoted = /^(?:"([^"]*)"|'([^']*)')/.exec(text);
  if (quoted) return { value: quoted[1] ?? quoted[2] ?? "", rest: text.slice(quoted[0].length) };
  const plain = /^[^"',#][^,#]*/.exec(text);
  if (!plain) return undefined;
  const value = plain[0].trimEnd();
  return { value, rest: text.slice(value.length) };
}

function oneOrList(items: readonly string[]): ConfValue {
  const [only, ...more] = items;
  return only !== undefined && more.length === 0 ? only : items;
}

function commentIn(rest: string): string {
  return /\s*#.*$/s.exec(rest)?.[0] ?? "";
}

function writeText(text: string): string | undefined {
  const bothQuotes = text.includes("'") && text.includes('"');
  if (!bothQuotes && !/[\r\n]/.test(text)) return writeItem(text);
  const quote = text.includes('"""') ? '"""' : "'''";
  if (text.includes("'''") && text.includes('"""')) return undefined;
  return endsWhereMeant(text, quote) ? `${quote}${text}${quote}` : undefined;
}

/** ConfigObj itself writes a few blocks of text that it then reads as shorter ones: those are not written. */
function endsWhereMeant(text: string, quote: string): boolean {
  const rows = text.split("\n");
  const last = rows.pop() ?? "";
  const end = `${last}${quote}`.search(new RegExp(`${quote}\\s*(?:#.*)?$`));
  return end === last.length && !rows.some((row) => row.includes(quote));
}

function writeItem(text: string): string | undefined {
  if (/[\r\n]/.test(text)) return undefined;
  if (text !== "" && !/[,#]|^[\s"']|[\s"']$/.test(text)) return text;
  if (!text.includes('"')) return `"${text}"`;
  return text.includes("'") ? undefined : `'${text}'`;
}
