import { domainToASCII } from "node:url";
import { addressText } from "./address.ts";
import type { OrderedNote, SavedNote } from "./ledger.ts";
import type { Certificate, Lineage, OpenOrder } from "./lineage.ts";

/** What settings and store know of one lineage. */
export interface LineageFacts {
  /** as the operator asks for it now */
  lineage: Lineage;
  current: Certificate | undefined;
  /** ACME directory that is asked */
  directory: string;
  /** certbot's id of our account there; undefined: there is none yet */
  account: string | undefined;
  /** names that the operator asked for before (LedgerEntry.asked) */
  asked: readonly string[] | undefined;
  saved: SavedNote | undefined;
  ordered: OrderedNote | undefined;
  /** names that could not be proven may be missing (--allow-subset-of-names) */
  allowSubset?: boolean | undefined;
  /** the names were typed for this very run: what is not among them goes */
  exactly?: boolean | undefined;
}

/** One lineage: what is asked for, what is stored, and where it belongs. */
export interface LineageIdentity extends Pick<LineageFacts, "current" | "directory" | "account"> {
  /** with the names that are ordered: those asked for, then those that stay */
  lineage: Lineage;
  /** ordered names that the certificate lacks */
  missing: readonly string[];
  /** names of the certificate that the operator took away */
  taken: readonly string[];
  /** names of the certificate that nobody asks for now, and nobody took away */
  staying: readonly string[];
  /** what `asked` is from now on: a name that was taken away counts as asked until it is gone */
  asked: readonly string[];
}

/** The one answer to which names, authority and account a lineage has. */
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

/** Is the stored certificate for the names that are to be in it? One with more that the CA added is. */
export function hasItsNames({ missing, taken }: Pick<LineageIdentity, "missing" | "taken">): boolean {
  return missing.length === 0 && taken.length === 0;
}

/** Is an order, by its authority, account and names, one of this lineage? */
export function isOrderOf(
  order: Pick<OpenOrder, "directory" | "accountId" | "domains">,
  { directory, account, lineage }: Pick<LineageIdentity, "directory" | "account" | "lineage">,
): boolean {
  return order.directory === directory && order.accountId === account && sameNames(order.domains, lineage.domains);
}

/** certbot's own test: the URL of every known staging authority has the word in it. */
export function isStaging(directory: string | undefined): boolean {
  return directory?.includes("staging") ?? false;
}

/** A name in the one spelling that certificates have: lower case, punycode, no trailing dot, an address in its one text. */
export function canonicalName(typed: string): string {
  const name = typed.trim();
  return addressText(name) ?? (domainToASCII(name) || name.toLowerCase()).replace(/\.$/, "");
}

/** The same set of names, in any order and spelling. */
export function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return keyOf(some) === keyOf(others);
}

function keyOf(names: readonly string[]): string {
  return [...new Set(names.map(canonicalName))].sort().join(" ");
}

/** What a CA added by itself was never asked for: it stays or goes as the CA likes. */
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
