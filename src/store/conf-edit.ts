import type { Conf, ConfLine, SectionPath } from "./conf-text.ts";
import { type ConfValue, writeValue } from "./conf-value.ts";

/** The value of a key, with %(name)s filled in; undefined when the key, or a name in its value, is missing. */
export function valueAt(conf: Conf, section: SectionPath, key: string): ConfValue | undefined {
  const value = entryAt(conf, section, key)?.value;
  if (value === undefined) return undefined;
  if (typeof value === "string") return filledIn(conf, section, value);
  const items = value.map((item) => filledIn(conf, section, item));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The same conf with one value set: the line is replaced in its place, or added at the end of its section. */
export function withValue(conf: Conf, section: SectionPath, key: string, value: ConfValue): Conf {
  const old = entryAt(conf, section, key);
  if (old && sameValue(old.value, value)) return conf;
  const line = entryOf(section, key, value, old?.comment ?? "");
  if (old) return { ...conf, lines: conf.lines.map((each) => (each === old ? line : each)) };
  const { lines } = withSection(conf, section);
  const at = endOfSection(lines, section);
  return { ...conf, lines: [...lines.slice(0, at), line, ...lines.slice(at)] };
}

export function withoutValues(conf: Conf, section: SectionPath, isOver: (key: string) => boolean): Conf {
  const goes = (line: ConfLine) => line.kind === "entry" && sameSection(line.section, section) && isOver(line.key);
  return { ...conf, lines: conf.lines.filter((line) => !goes(line)) };
}

type Entry = Extract<ConfLine, { kind: "entry" }>;

function entryAt(conf: Conf, section: SectionPath, key: string): Entry | undefined {
  return conf.lines.find(
    (line): line is Entry => line.kind === "entry" && line.key === key && sameSection(line.section, section),
  );
}

function entryOf(section: SectionPath, key: string, value: ConfValue, comment: string): Entry {
  const written = writeValue(value);
  if (written === undefined) throw new Error(`${key} holds a value that no quoting can write`);
  return { kind: "entry", section, key, value, comment, text: `${key} = ${written}${comment}` };
}

function withSection(conf: Conf, section: SectionPath): Conf {
  if (section.length === 0 || conf.lines.some((line) => isHeadOf(line, section))) return conf;
  const parent = section.slice(0, -1);
  const { lines } = withSection(conf, parent);
  const name = section.at(-1) ?? "";
  const text = "[".repeat(section.length) + name + "]".repeat(section.length);
  const at = parent.length === 0 ? lines.length : endOfTree(lines, parent);
  return { ...conf, lines: [...lines.slice(0, at), { kind: "section", section, text }, ...lines.slice(at)] };
}

/** Behind the last entry, so that comments which introduce the next section stay with it. */
function endOfSection(lines: readonly ConfLine[], section: SectionPath): number {
  return 1 + lines.findLastIndex((line) => line.kind !== "other" && sameSection(line.section, section));
}

function endOfTree(lines: readonly ConfLine[], section: SectionPath): number {
  return (
    1 +
    lines.findLastIndex((line) => line.kind !== "other" && sameSection(line.section.slice(0, section.length), section))
  );
}

function isHeadOf(line: ConfLine, section: SectionPath): boolean {
  return line.kind === "section" && sameSection(line.section, section);
}

/** Bounds names in names in names, which a conf of certbot does not have. */
interface Left {
  lookUps: number;
}

/** ConfigObj looks for %(name)s in the section that is read, its DEFAULT, then outwards; for names in the found value too. */
function filledIn(conf: Conf, section: SectionPath, text: string, left: Left = { lookUps: 1000 }): string | undefined {
  const pieces: string[] = [];
  let from = 0;
  for (const { at, end } of placesIn(text)) {
    const found = left.lookUps-- > 0 ? lookedUp(conf, section, text.slice(at + 2, end), left) : undefined;
    if (found === undefined) return undefined;
    pieces.push(text.slice(from, at), found);
    from = end + 2;
  }
  return pieces.join("") + text.slice(from);
}

/** Where %(name)s begins, and where its bracket closes; each letter is read once, however many brackets never close. */
function* placesIn(text: string): Generator<{ at: number; end: number }> {
  let end = -1;
  for (let at = text.indexOf("%("); at >= 0; at = text.indexOf("%(", at)) {
    if (end < at + 2) end = text.indexOf(")", at + 2);
    if (end < 0) return;
    const isPlace = text[end + 1] === "s";
    if (isPlace) yield { at, end };
    at = isPlace ? end + 2 : at + 1;
  }
}

function lookedUp(conf: Conf, section: SectionPath, name: string, left: Left): string | undefined {
  for (let size = section.length; size >= 0; size--) {
    const here = section.slice(0, size);
    const value = (entryAt(conf, here, name) ?? entryAt(conf, [...here, "DEFAULT"], name))?.value;
    // a list cannot be filled in: ConfigObj fails there and looks no further
    if (value !== undefined) return typeof value === "string" ? filledIn(conf, section, value, left) : undefined;
  }
  return undefined;
}

function sameSection(one: SectionPath, other: SectionPath): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at]);
}

function sameValue(one: ConfValue, other: ConfValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
