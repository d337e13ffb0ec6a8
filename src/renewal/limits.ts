import { ms } from "../base/dates.ts";
import type { Spending } from "../model/ledger.ts";
import { sameNames } from "../model/lineage-identity.ts";
import type { Lifetime } from "./lifetime.ts";

/** A bucket of `most` that refills by one each `refillMs`, a whole number. */
export interface Limit {
  most: number;
  refillMs: number;
}

export interface Limits {
  /** certificates for one exact set of names, whichever account orders them */
  orders: Limit;
  /** failed validations of a name by one account */
  validations: Limit;
}

/** https://letsencrypt.org/docs/rate-limits/ and staging-environment/, August 2026. */
const known: Readonly<Record<string, Limits>> = {
  "acme-v02.api.letsencrypt.org": {
    orders: { most: 5, refillMs: 34 * ms.hour },
    validations: { most: 5, refillMs: ms.hour / 5 },
  },
  "acme-staging-v02.api.letsencrypt.org": {
    orders: { most: 30_000, refillMs: ms.week / 30_000 },
    validations: { most: 200, refillMs: ms.hour / 200 },
  },
};

/**
 * A CA outside the table gets the same numbers, but five orders within a lifetime that is shorter than a week, so that
 * certificates of an hour are possible.
 */
export function limitsOf(directory: string, life: Lifetime | undefined): Limits {
  const found = known[new URL(directory).hostname];
  if (found) return found;
  const span = spanOf(life);
  return {
    orders: { most: 5, refillMs: Math.ceil(span / 5) },
    validations: { most: 5, refillMs: Math.ceil(Math.min(ms.hour, span) / 5) },
  };
}

/** ms: a week, or a lifetime that is shorter */
function spanOf(life: Lifetime | undefined): number {
  return life ? Math.min(ms.week, life.notAfter.getTime() - life.notBefore.getTime()) : ms.week;
}

export interface Spender {
  directory: string;
  /** certbot's id of our account; undefined: not registered yet */
  account: string | undefined;
  names: readonly string[];
  life: Lifetime | undefined;
  /** what other lineages spent */
  others?: Spending | undefined;
}

/** The used part of a limit, and when there is room; undefined: now. */
export interface Spent {
  used: number;
  most: number;
  roomAt: Date | undefined;
}

type Orders = Pick<Spending, "orders">;

/** Orders of exactly these names. */
export function spentOrders(spending: Orders, spender: Spender, now: Date): Spent {
  return spent(ordersOf(spending, spender, false), limitsOf(spender.directory, spender.life).orders, now);
}

/**
 * Replacements that the CA counts for nothing (RFC 9773 section 5): its windows lead to three, and to two more a day, so
 * that a CA whose windows are always over is not asked each minute.
 */
export function spentReplacements(spending: Orders, spender: Spender, now: Date): Spent {
  const refillMs = Math.ceil(Math.min(ms.day / 2, spanOf(spender.life) / 10));
  return spent(ordersOf(spending, spender, true), { most: 3, refillMs }, now);
}

function ordersOf({ orders }: Orders, { directory, names, others }: Spender, exempt: boolean) {
  return [...orders, ...(others?.orders ?? [])].filter(
    (each) => each.directory === directory && (each.exempt ?? false) === exempt && sameNames(each.names, names),
  );
}

/** Failed validations of any of these names, tries that were cut off among them. */
export function spentValidations({ attempts }: Pick<Spending, "attempts">, spender: Spender, now: Date): Spent {
  const { directory, account, names, life, others } = spender;
  const isOurs = (id: string | undefined) => id === undefined || account === undefined || id === account;
  const mine = [...attempts, ...(others?.attempts ?? [])].filter(
    (each) => each.directory === directory && isOurs(each.account) && each.names.some((name) => names.includes(name)),
  );
  return spent(mine, limitsOf(directory, life).validations, now);
}

/**
 * The bucket replayed; full before the first note, or empty two fillings ago where notes reach back so far. Its level
 * is in whole ms of refilling: a fraction may come out just below one, and room would seem to come at this very moment.
 */
function spent(notes: readonly { at: Date }[], { most, refillMs }: Limit, now: Date): Spent {
  const filling = most * refillMs;
  const ago = notes.map(({ at }) => now.getTime() - at.getTime()).sort((one, other) => other - one);
  // a note from the future was written by a wrong clock
  const times = ago.filter((ms) => Math.abs(ms) < 2 * filling).map((ms) => Math.max(0, ms));
  let level = ago.some((ms) => ms >= 2 * filling) ? 0 : filling;
  let last = 2 * filling;
  for (const ms of times) {
    level = Math.max(0, Math.min(filling, level + last - ms) - refillMs);
    last = ms;
  }
  level = Math.min(filling, level + last);
  const roomAt = level < refillMs ? new Date(now.getTime() + refillMs - level) : undefined;
  return { used: Math.max(0, most - Math.floor(level / refillMs)), most, roomAt };
}
