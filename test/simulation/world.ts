import { type Chance, chanceOf } from "../support/chance.ts";
import { day, hindrances, hour, type Kind, makeWeather, minute, type Weather, year } from "./weather.ts";

/** A rule of the simulation was broken: what the simulation is there to find. */
export class Violation extends Error {}

/** SIGKILL, or a power cut: nothing of this process happens any more. */
export class Killed extends Error {}

export interface World {
  seed: number;
  /** true time, ms */
  now(): number;
  end: number;
  chance: Chance;
  weather: Weather;
  /** the sidecar's clock */
  clock(): Date;
  is(kind: Kind): boolean;
  /** Time goes by; in it the process may be killed. */
  pass(ms: number): void;
  /** A boundary between two steps: a moment goes by, and a kill may come. */
  step(ms?: number): void;
  /** an event after which nobody can be expected to have renewed (a kill, a Retry-After) */
  trouble(start: number, end: number): void;
  /** Was there a stretch of this length without trouble? */
  calmFor(length: number, from: number, to: number): boolean;
  /** hears of kills: the disk, which may lose what was not synced */
  onKill(hear: (power: boolean) => void): void;
  /** when the volume was lost last; -Infinity: never */
  lostAt(): number;
  /** how often it was lost */
  losses(): number;
  /** how often other names were asked for, and when last; -Infinity: never */
  renamed(): { times: number; at: number };
  /** The volume is lost this moment, if it is to be. */
  loseVolume(lose: (whole: boolean) => void): void;
  revive(): void;
  kills(): number;
}

export const begin = Date.parse("2027-01-01T00:00:00Z");

export function makeWorld(seed: number, years: number): World {
  const chance = chanceOf(seed);
  const end = begin + years * year;
  const weather = makeWeather(chance, begin, end);
  const troubles = weather.spells
    .filter(({ kind }) => hindrances.includes(kind))
    .map(({ start, end }) => ({ start, end }));
  const ears: ((power: boolean) => void)[] = [];
  let now = begin;
  let dead = false;
  let kills = 0;
  let losses = 0;
  let lost = -Infinity;

  const is = (kind: Kind) => weather.at(kind, now) !== undefined;
  const trouble = (start: number, end: number) => void troubles.push({ start, end });
  function kill(): never {
    kills++;
    dead = true;
    trouble(now, now);
    for (const hear of ears) hear(chance.happens(0.3));
    throw new Killed();
  }
  function pass(ms: number): void {
    if (dead) throw new Killed();
    now += ms;
  }
  function step(ms = 1000): void {
    pass(ms * chance.next());
    if (chance.happens(is("crashLoop") ? 0.05 : 0.0002)) kill();
  }
  function loseVolume(lose: (whole: boolean) => void): void {
    const next = weather.losses[losses];
    if (next === undefined || next.at > now) return;
    losses++;
    lost = now;
    trouble(now, now);
    lose(next.whole);
  }
  return {
    seed,
    loseVolume,
    lostAt: () => lost,
    losses: () => losses,
    renamed: () => {
      const past = weather.renamings.filter((at) => at <= now);
      return { times: past.length, at: past.at(-1) ?? -Infinity };
    },
    chance,
    weather,
    end,
    is,
    trouble,
    pass,
    step,
    now: () => now,
    clock: () => new Date(now + clockOffset(weather, now)),
    calmFor: (length, from, to) => isCalm(troubles, length, from, to),
    onKill: (hear) => void ears.push(hear),
    revive: () => {
      dead = false;
    },
    kills: () => kills,
  };
}

/** Hours or weeks ahead, or behind. */
function clockOffset(weather: Weather, now: number): number {
  const spell = weather.at("clockWrong", now);
  if (!spell) return 0;
  const size = [hour, 12 * hour, 3 * day, 40 * day, 400 * day][Math.floor(spell.tint * 5)] ?? minute;
  return spell.tint * 10_000 - Math.floor(spell.tint * 10_000) < 0.5 ? size : -size;
}

function isCalm(
  troubles: readonly { start: number; end: number }[],
  length: number,
  from: number,
  to: number,
): boolean {
  const near = troubles
    .filter(({ start, end }) => end > from && start < to)
    .sort((one, other) => one.start - other.start);
  let calmSince = from;
  for (const { start, end } of near) {
    if (start - calmSince >= length) return true;
    calmSince = Math.max(calmSince, end);
  }
  return to - calmSince >= length;
}
