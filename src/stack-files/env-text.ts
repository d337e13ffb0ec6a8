import { phrase } from "../model/phrase.ts";
import { type EnvEntry, envEntries } from "./env-entries.ts";
import { interpolate } from "./interpolate.ts";
import { settingsRefused } from "./refused.ts";
import { applyEdits, type Edit, lineEnding } from "./text-edits.ts";

export type EnvValues = Readonly<Record<string, string>>;

/** Values that need no quotes in an env file and that Compose leaves alone. */
const plainValue = /^[A-Za-z0-9._@,+:/*-]*$/;
/** Present values that can be replaced safely. */
const knownValue = /^(?!#)[ -#%-[\]-~]*$/;

/**
 * The value of every key as Compose would take it (the last one counts), quotes taken off, variables not resolved.
 * Throws Problem `settings-refused` naming file and line for ambiguous text.
 */
export function readEnvText(bytes: Buffer, name: string): ReadonlyMap<string, string> {
  const values = envEntries(bytes.toString("latin1"), name).filter((entry) => !entry.inherited);
  return new Map(values.map(({ key, raw }) => [key, raw]));
}

/** Likewise with variables filled in from the lines above, as Compose does it outside single quotes. Throws likewise. */
export function resolveEnvText(bytes: Buffer, name: string): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  for (const { key, raw, quote, inherited } of envEntries(bytes.toString("latin1"), name)) {
    if (!inherited) seen.set(key, quote === "'" ? raw : interpolate(raw, (other) => seen.get(other)));
  }
  return seen;
}

/**
 * Sets the keys in the text of an env file: only values change, a missing key is appended. Throws Problem
 * `settings-refused` naming file and line when Compose could read any other key differently afterwards.
 */
export function changeEnvText(bytes: Buffer, values: EnvValues, name: string): Buffer {
  const text = bytes.toString("latin1");
  const entries = envEntries(text, name);
  const missing = Object.keys(values).filter((key) => !entries.some((entry) => entry.key === key));
  const edits = Object.entries(values).flatMap(([key, value]) => editOf(entries, key, value, name));
  const changed = applyEdits(text, edits) + appended(text, missing, values);
  checkOthers(entries, changed, values, name);
  return Buffer.from(changed, "latin1");
}

/**
 * Restores `values`, which we had set, as in `before`; every other byte of `current` stays, and so does a value that a
 * person changed since. Throws Problem `settings-refused` for ambiguous text.
 */
export function restoreEnvText(current: Buffer, before: Buffer, values: EnvValues, name: string): Buffer {
  const text = current.toString("latin1");
  const old = before.toString("latin1");
  const [now, then] = [envEntries(text, name), envEntries(old, name)];
  const edits = Object.entries(values).flatMap(([key, value]): Edit[] => {
    const ours = lastOf(now, key);
    const theirs = lastOf(then, key);
    if (ours?.raw !== value) return [];
    if (theirs) return [{ start: ours.start, end: ours.end, text: old.slice(theirs.start, theirs.end) }];
    return removal(text, ours, `${key}=${value}`);
  });
  return Buffer.from(applyEdits(text, edits), "latin1");
}

function editOf(entries: readonly EnvEntry[], key: string, value: string, name: string): Edit[] {
  if (!plainValue.test(value))
    throw settingsRefused(phrase`the value for ${key} needs quoting`, phrase`set ${key} to a plain value`);
  const last = lastOf(entries, key);
  if (last?.raw === value && !last.inherited) return [];

  refuseUsers(entries, key, name);
  if (!last) return [];
  if (last.inherited || !knownValue.test(last.raw)) {
    throw settingsRefused(
      phrase`${name} line ${last.line}: ${key} is not set to a plain value`,
      phrase`set ${key}=${value} there`,
    );
  }
  const quote = last.quote || (value === "" ? '"' : "");
  return [{ start: last.start, end: last.end, text: quote + value + quote }];
}

/** A key whose value is made of ours would change as well. */
function refuseUsers(entries: readonly EnvEntry[], key: string, name: string): void {
  const use = new RegExp(`\\$\\{?${key}(?![A-Za-z0-9_])`);
  const user = entries.find((entry) => entry.quote !== "'" && use.test(entry.raw));
  if (!user) return;
  throw settingsRefused(
    phrase`${name} line ${user.line}: ${user.key} is built from ${key}`,
    phrase`set ${user.key} to its own value`,
  );
}

function appended(text: string, missing: readonly string[], values: EnvValues): string {
  if (missing.length === 0) return "";
  const eol = lineEnding(text);
  const open = text !== "" && !text.endsWith("\n") && text !== "\xef\xbb\xbf";
  return (open ? eol : "") + missing.map((key) => `${key}=${values[key]}${eol}`).join("");
}

/** Reads the new text again: our keys as requested, every other one as before. */
function checkOthers(before: readonly EnvEntry[], changed: string, values: EnvValues, name: string): void {
  const after = envEntries(changed, name);
  const others = (entries: readonly EnvEntry[]) =>
    JSON.stringify(entries.filter(({ key }) => !(key in values)).map(({ key, raw, quote }) => [key, raw, quote]));
  const ours = Object.entries(values).every(([key, value]) => lastOf(after, key)?.raw === value);
  if (ours && others(before) === others(after)) return;
  throw settingsRefused(
    phrase`${name} cannot be changed without changing other keys`,
    phrase`set the keys in ${name} by hand`,
  );
}

function removal(text: string, { lineStart, end }: EnvEntry, line: string): Edit[] {
  const stop = text.indexOf("\n", end);
  const next = stop < 0 ? text.length : stop + 1;
  return text.slice(lineStart, next).trimEnd() === line ? [{ start: lineStart, end: next, text: "" }] : [];
}

function lastOf(entries: readonly EnvEntry[], key: string): EnvEntry | undefined {
  return entries.findLast((entry) => entry.key === key);
}
