import type { Chance } from "../support/chance.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const year = 365 * day;

/** What can be wrong for a while: how often in a year, and from how long to how long (ms). */
const kinds = {
  down: { yearly: 2, from: hour, to: 5 * day },
  refusing: { yearly: 1.5, from: hour, to: day },
  serverErrors: { yearly: 1.5, from: hour, to: 2 * day },
  resets: { yearly: 1.5, from: hour, to: 2 * day },
  slow: { yearly: 1, from: hour, to: day },
  badNonces: { yearly: 1, from: hour, to: day },
  stagingDown: { yearly: 2, from: hour, to: 20 * day },
  ariInverted: { yearly: 1, from: day, to: 20 * day },
  ariLate: { yearly: 1, from: day, to: 40 * day },
  ariMissing: { yearly: 1, from: day, to: 40 * day },
  ariBroken: { yearly: 1, from: day, to: 20 * day },
  ariImpatient: { yearly: 1, from: hour, to: 12 * hour },
  ariTenYears: { yearly: 1, from: day, to: 20 * day },
  portClosed: { yearly: 2, from: hour, to: 12 * day },
  diskFull: { yearly: 1, from: hour, to: day },
  locked: { yearly: 1, from: minute, to: 6 * hour },
  crashLoop: { yearly: 1.5, from: 10 * minute, to: day },
  clockWrong: { yearly: 1, from: hour, to: 4 * day },
  companionAway: { yearly: 1, from: hour, to: 12 * hour },
  impatientHand: { yearly: 1.5, from: 10 * minute, to: 3 * hour },
  twoSidecars: { yearly: 0.7, from: hour, to: 120 * day },
} as const;
export type Kind = keyof typeof kinds;

/** With one of these nobody could renew. */
export const hindrances: readonly Kind[] = [
  "down",
  "refusing",
  "serverErrors",
  "resets",
  "slow",
  "badNonces",
  "portClosed",
  "diskFull",
  "locked",
  "crashLoop",
  "clockWrong",
];

export interface Spell {
  kind: Kind;
  start: number;
  end: number;
  /** in [0, 1): how this one is coloured */
  tint: number;
}

export interface Weather {
  spells: readonly Spell[];
  /** The spell of this kind at this moment. Moments must not go back. */
  at(kind: Kind, now: number): Spell | undefined;
  /** moments at which the authority revokes everything */
  revocations: readonly number[];
  /** moments at which the volume is lost: all of it, or all but what is ours in it */
  losses: readonly { at: number; whole: boolean }[];
  /** moments at which the operator asks for other names */
  renamings: readonly number[];
}

/** Draws the weather of a whole run. */
export function makeWeather(chance: Chance, start: number, end: number): Weather {
  const spells = (Object.keys(kinds) as Kind[]).flatMap((kind) => spellsOf(kind, chance, start, end));
  const byKind = new Map(
    Object.keys(kinds).map((kind) => [kind, { at: 0, list: spells.filter((s) => s.kind === kind) }]),
  );
  return {
    spells,
    revocations: momentsOf(0.4, chance, start, end),
    losses: momentsOf(0.3, chance, start, end).map((at) => ({ at, whole: chance.happens(0.6) })),
    renamings: momentsOf(0.6, chance, start, end),
    at(kind, now) {
      const row = byKind.get(kind);
      if (!row) return undefined;
      while ((row.list[row.at]?.end ?? Infinity) <= now) row.at++;
      const spell = row.list[row.at];
      return spell && spell.start <= now ? spell : undefined;
    },
  };
}

function spellsOf(kind: Kind, chance: Chance, start: number, end: number): Spell[] {
  const { yearly, from, to } = kinds[kind];
  let free = start;
  return momentsOf(yearly, chance, start, end).flatMap((moment) => {
    const begin = Math.max(moment, free);
    // short ones are more common than long ones
    free = begin + from + (to - from) * chance.next() ** 3;
    return [{ kind, start: begin, end: free, tint: chance.next() }];
  });
}

function momentsOf(yearly: number, chance: Chance, start: number, end: number): number[] {
  const moments: number[] = [];
  let now = start;
  for (;;) {
    now += (-Math.log(1 - chance.next()) * year) / yearly;
    if (now >= end) return moments;
    moments.push(now);
  }
}
