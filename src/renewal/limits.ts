import type { LedgerEntry } from "../model/ledger.ts";
import type { Lifetime } from "./lifetime.ts";

const hour = 60 * 60 * 1000;
const week = 7 * 24 * hour;

/** What an authority allows, and since when it counts. */
export interface Limits {
  /** certificates for one exact set of names */
  orders: { most: number; ms: number };
  /** failed validations of a name */
  validations: { most: number; ms: number };
}

/** https://letsencrypt.org/docs/rate-limits/ and staging-environment/, August 2026. */
const known: Readonly<Record<string, Limits>> = {
  "acme-v02.api.letsencrypt.org": { orders: { most: 5, ms: week }, validations: { most: 5, ms: hour } },
  "acme-staging-v02.api.letsencrypt.org": { orders: { most: 30_000, ms: week }, validations: { most: 200, ms: hour } },
};

/**
 * An authority that is not in the table gets the same numbers, but five orders within a lifetime when that is shorter
 * than a week: it must be possible to live with certificates of an hour.
 */
export function limitsOf(directory: string, life: Lifetime | undefined): Limits {
  const found = known[new URL(directory).hostname];
  if (found) return found;
  const ms = life ? Math.min(week, life.notAfter.getTime() - life.notBefore.getTime()) : week;
  return { orders: { most: 5, ms }, validations: { most: 5, ms: Math.min(hour, ms) } };
}

export interface Spender {
  directory: string;
  names: readonly string[];
  life: Lifetime | undefined;
}

/** What is spent of a limit, and from when on there is room; undefined: there is room now. */
export interface Spent {
  used: number;
  most: number;
  roomAt: Date | undefined;
}

/** Orders of exactly these names. */
export function spentOrders({ orders }: LedgerEntry, { directory, names, life }: Spender, now: Date): Spent {
  const mine = orders.filter((each) => each.directory === directory && sameSet(each.names, names));
  return spent(mine, limitsOf(directory, life).orders, now);
}

/** Failed validations, tries that were cut off among them, of any of these names. */
export function spentValidations({ attempts }: LedgerEntry, { directory, names, life }: Spender, now: Date): Spent {
  const mine = attempts.filter(
    (each) => each.directory === directory && each.names.some((name) => names.includes(name)),
  );
  return spent(mine, limitsOf(directory, life).validations, now);
}

function spent(notes: readonly { at: Date }[], { most, ms }: { most: number; ms: number }, now: Date): Spent {
  // a note from the future was written by a clock that was wrong
  const times = notes.map(({ at }) => at.getTime()).filter((at) => Math.abs(now.getTime() - at) < ms);
  const freed = times.sort((one, other) => one - other).at(-most);
  return { used: times.length, most, roomAt: freed === undefined ? undefined : new Date(freed + ms) };
}

/** Names in no order. */
export function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join(" ") === [...others].sort().join(" ");
}
