import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { badSettings, shown, thenStart } from "./bad-settings.ts";
import { proveInDns } from "./certbot-flags.ts";
import { type Flag, type FlagKey, flags, otherFlags, refusedFlags } from "./flags.ts";
import { nearest } from "./nearest.ts";

/** A flag as given; value is empty for a flag that takes none. */
export interface Given {
  key: FlagKey;
  value: string;
  /** without effect here, and why */
  note?: string;
}

/** The remaining words, each with its place. */
type Words = ArrayIterator<[at: number, word: string]>;

const takenNames = flags.flatMap(({ names }) => names);

/** A word that is no flag, and its place. */
export interface Stray {
  word: string;
  at: number;
}

export interface HowToRead {
  /** takes the words that are no flags; without it they are refused */
  strays?: Stray[];
  /** only full names, as in a file */
  exact?: boolean;
}

/**
 * Reads certbot's flags as certbot does: `--opt=value`, `--opt value`, unambiguous beginnings, `-nvv`, `-d=a`, `-da`.
 * `source` is CERTBOT_OPTIONS, a command, or the line of a file.
 * Throws Problem `bad-settings` for anything that is not in the table of flags.
 */
export function readOptions(
  words: readonly string[],
  source: string,
  { strays, exact = false }: HowToRead = {},
): readonly Given[] {
  checkLength(words, source);
  const given: Given[] = [];
  const left = words.entries();
  for (const [at, word] of left) {
    if (/^--./.test(word)) given.push(readLong(word, left, source, exact));
    else if (/^-[^-]/.test(word)) given.push(...readShort(word, left, source));
    else if (strays !== undefined && word !== "") strays.push({ word, at });
    else throw given.some(({ key }) => key === "eabHmacKey") ? strayWord(source) : noFlag(word, source);
  }
  return given;
}

const longest = 32 * 1024;

function checkLength(words: readonly string[], source: string): void {
  const length = words.reduce((sum, word) => sum + word.length + 1, 0);
  if (length > longest) throw bad(source, phrase`more than ${longest} characters`, phrase`remove what is not needed`);
}

function readLong(word: string, left: Words, source: string, exact: boolean): Given {
  const [name = "", ...rest] = word.split("=");
  const attached = rest.length > 0 ? rest.join("=") : undefined;
  const flag = findLong(name, source, exact);
  if (flag.takesValue) return valued(flag, name, attached ?? nextValue(name, left, source), source);
  if (attached !== undefined)
    throw bad(source, phrase`${name} with a value, and it accepts none`, phrase`write ${name} alone`);
  return givenAs(flag);
}

/** By the whole name, or an unambiguous beginning. */
function findLong(name: string, source: string, exactly: boolean): Flag {
  const exact = flags.find(({ names }) => names.includes(name));
  if (exact) return exact;
  if (exactly || otherFlags.includes(name)) throw refused(name, source);

  const ours = flags.filter(({ names }) => names.some((full) => full.startsWith(name)));
  const others = otherFlags.filter((full) => full.startsWith(name));
  const [only, ...more] = ours;
  if (only && more.length + others.length === 0) return only;
  const all = [...ours.flatMap(({ names }) => names.find((full) => full.startsWith(name)) ?? []), ...others];
  throw all.length > 1 ? ambiguous(name, all, source) : refused(all[0] ?? name, source);
}

/** `-nvv` is three flags; the first one with a value takes the rest of the word, or the next word. */
function readShort(word: string, left: Words, source: string): Given[] {
  const given: Given[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word[at]}`;
    const flag = flags.find(({ names }) => names.includes(name));
    if (flag === undefined || isLong(word)) throw refused(flag ? word : name, source);
    if (flag.takesValue) {
      const rest = word.slice(at + 1).replace(/^=/, "");
      return [...given, valued(flag, name, rest || nextValue(name, left, source), source)];
    }
    given.push(givenAs(flag));
  }
  return given;
}

function valued(flag: Flag, name: string, value: string, source: string): Given {
  if (flag.only !== undefined && value !== flag.only) throw refused(name, source);
  return givenAs(flag, value);
}

function givenAs({ key, names, note }: Flag, value = ""): Given {
  return note === undefined ? { key, value } : { key, value, note: `${names[0]}: ${note}` };
}

/** `-dry-run` would otherwise be `-d ry-run`. */
function isLong(word: string): boolean {
  return flags.some(({ names }) => names.includes(`-${word}`));
}

function nextValue(name: string, left: Words, source: string): string {
  const value = left.next().value?.[1];
  if (value !== undefined && !/^-./.test(value)) return value;
  throw bad(source, phrase`${name} without a value`, phrase`write the value after it: ${name}=…`);
}

function refused(name: string, source: string): Problem {
  if (/^--(?:certbot-)?dns-/.test(name) && !otherFlags.includes(name))
    return bad(source, phrase`${masked(name)}, an option of a certbot plugin that is not here`, proveInDns);
  const near = nearest(name, takenNames);
  if (!refusedFlags.has(name)) {
    return bad(
      source,
      phrase`${masked(name)}, which is not a flag of certbot`,
      phrase`did you mean ${near}? if not, remove it`,
    );
  }
  const [why = "", instead = phrase`remove it`] = refusedFlags.get(name) ?? [];
  return bad(source, phrase`${name}, a flag of certbot that httpsidecar does not support: ${why}`, instead);
}

function ambiguous(name: string, full: readonly string[], source: string): Problem {
  return bad(
    source,
    phrase`${name}, which can be short for ${full.join(phrase` or `)}`,
    phrase`write the flag out in full`,
  );
}

function noFlag(word: string, source: string): Problem {
  const isName = /^[\w-]+(?:\.[\w-]+)+$/.test(word);
  const fix = isName
    ? phrase`if it is a domain, write: -d ${word}`
    : phrase`remove it; update-cert finds out automatically what to do`;
  return bad(source, phrase`${shown(word)}, which is not a flag`, fix);
}

/** It may be the key, or a part of it. */
function strayWord(source: string): Problem {
  const fix = phrase`write the key in one piece: --eab-hmac-key=…`;
  return bad(source, phrase`an argument after --eab-hmac-key that is not a flag`, fix);
}

/** Hides a key that is joined to its flag. */
function masked(name: string): string {
  return shown(name.replace(/^(--eab-hmac-key).+$/s, "$1…"));
}

/** A change of .env counts only once the container is recreated. */
function bad(source: string, what: string, fix: string): Problem {
  return badSettings(phrase`${source} has ${what}`, source === "CERTBOT_OPTIONS" ? `${fix}; ${thenStart}` : fix);
}
