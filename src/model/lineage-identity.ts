import { domainToASCII } from "node:url";
import { addressText } from "./address.ts";
import type { OrderedNote, SavedNote } from "./ledger.ts";
import type { Certificate, Lineage, OpenOrder } from "./lineage.ts";

export interface LineageFacts {
  /** as requested now */
  lineage: Lineage;
  current: Certificate | undefined;
  /** the CA's directory */
  directory: string;
  /** certbot's id of our account there; undefined: none yet */
  account: string | undefined;
  /** names that the operator asked for before (LedgerEntry.asked) */
  asked: readonly string[] | undefined;
  saved: SavedNote | undefined;
  ordered: OrderedNote | undefined;
  /** names that could not be proven may be missing (--allow-subset-of-names) */
  allowSubset?: boolean | undefined;
  /** the names were typed for this very run: all others are removed */
  exactly?: boolean | undefined;
}

/** One lineage: what is requested, what is stored, and where it belongs. */
export interface LineageIdentity extends Pick<LineageFacts, "current" | "directory" | "account"> {
  /** with the ordered names: those requested, then those kept */
  lineage: Lineage;
  /** ordered names that the certificate lacks */
  missing: readonly string[];
  /** names of the certificate that the operator removed */
  taken: readonly string[];
  /** names of the certificate that are neither requested now nor removed */
  staying: readonly string[];
  /** what `asked` becomes: a removed name counts as asked until it is gone */
  asked: readonly string[];
}

/** The one answer to which names, CA and account a lineage has. */
export function lineageIdentity(facts: LineageFacts): LineageIdentity {
  const { current, directory, account, asked = [], exactly = false } = facts;
  const [first, ...rest] = facts.lineage.domains;
  const wanted = [first, ...rest] as const;
  const extra = without(ownNames(facts), wanted);
  const taken = exactly ? extra : extra.filter((name) => hasName(asked, name));
  const staying = without(extra, taken);
  const lineage = { ...facts.lineage, domains: [...wanted, ...staying] as const };
  const has = [...(current?.domains ?? []), ...leftOut(facts)];
  const missing = current ? without(lineage.domains, has) : lineage.domains;
  return { lineage, current, directory, account, missing, taken, staying, asked: [...wanted, ...taken] };
}

/** True if the stored certificate has its names, also with more that the CA added. */
export function hasItsNames({ missing, taken }: Pick<LineageIdentity, "missing" | "taken">): boolean {
  return missing.length === 0 && taken.length === 0;
}

/** True if an order, by its CA, account and names, belongs to this lineage. */
export function isOrderOf(
  order: Pick<OpenOrder, "directory" | "accountId" | "domains">,
  { directory, account, lineage }: Pick<LineageIdentity, "directory" | "account" | "lineage">,
): boolean {
  return order.directory === directory && order.accountId === account && sameNames(order.domains, lineage.domains);
}

/** certbot's own test: the URL of every known staging CA has the word in it. */
export function isStaging(directory: string | undefined): boolean {
  return directory?.includes("staging") ?? false;
}

/** A name in the one spelling that certificates have: lower case, punycode, no trailing dot, an address in its one text. */
export function canonicalName(typed: string): string {
  if (plainName.test(typed)) return typed;
  const name = typed.trim();
  return addressText(name) ?? (domainToASCII(name) || name.toLowerCase()).replace(/\.$/, "");
}

/** A name that has this spelling surely: a round compares those of all lineages. */
const plainName = /^[a-z\d_.-]*\.[a-z][a-z-]*$/;

/** The same set of names, in any order and spelling. */
export function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return keyOf(some) === keyOf(others);
}

function keyOf(names: readonly string[]): string {
  return [...new Set(names.map(canonicalName))].sort().join(" ");
}

/** The CA may keep or drop the names that it added itself. */
function ownNames({ current, ordered }: LineageFacts): readonly string[] {
  if (!current) return [];
  const { domains, fingerprint } = current;
  return ordered?.fingerprint === fingerprint ? domains.filter((name) => hasName(ordered.names, name)) : domains;
}

/** Tried again when the certificate is due, not at every check. */
function leftOut({ current, saved, allowSubset }: LineageFacts): readonly string[] {
  return allowSubset && saved?.fingerprint === current?.fingerprint ? (saved?.leftOut ?? []) : [];
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !hasName(others, name));
}

function hasName(names: readonly string[], name: string): boolean {
  const wanted = canonicalName(name);
  return names.some((each) => canonicalName(each) === wanted);
}
