/** `[[name]]`, as ConfigObj reads it. */
export interface SectionRow {
  opening: string;
  name: string;
  closing: string;
}

export interface EntryRow {
  key: string;
  /** the text behind the equals sign */
  raw: string;
}

/** Each letter is read once, whatever the row: a renewal conf may be anybody's text. */
export function sectionIn(row: string): SectionRow | undefined {
  const [opening] = /^(?:\[\s*)+/.exec(row.trimStart()) ?? [];
  if (opening === undefined) return undefined;
  const named = nameIn(row.trimStart().slice(opening.length), "]");
  const [, closing] = /^((?:\]\s*)+)(?:#.*)?$/s.exec(named?.rest ?? "") ?? [];
  if (named === undefined || closing === undefined || named.name.trim() === "") return undefined;
  return { opening, name: named.name, closing };
}

export function entryIn(row: string): EntryRow | undefined {
  const named = nameIn(row.trimStart(), "=");
  if (named === undefined || !named.rest.startsWith("=")) return undefined;
  return { key: named.name, raw: named.rest.slice(1).trimStart() };
}

/** A name in quotes, or bare up to its end, and the rest of the text; undefined: none. */
function nameIn(text: string, end: "]" | "="): { name: string; rest: string } | undefined {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const closing = text.indexOf(quote, 1);
    return closing < 0 ? undefined : { name: text.slice(1, closing), rest: text.slice(closing + 1).trimStart() };
  }
  const at = text.indexOf(end);
  if (at < 1 || text[0] === "[" || (text[0] === "]" && end === "]")) return undefined;
  return { name: text.slice(0, at).trimEnd(), rest: text.slice(at) };
}
