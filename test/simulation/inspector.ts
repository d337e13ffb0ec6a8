import type { Certificate } from "../../src/model/lineage.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import { dueAt } from "../../src/renewal/lifetime.ts";
import type { RunOptions } from "../../src/renewal/parts.ts";
import { scheduleBounds } from "../../src/renewal/schedule.ts";
import type { SimulatedAuthority } from "./authority.ts";
import type { SimulatedNginx } from "./deployer.ts";
import { day, hour, minute } from "./weather.ts";
import { begin, Violation, type World } from "./world.ts";

/**
 * How long the authority, port 80, the disk and the clock must be well, without a kill, for a renewal to be certain.
 * The longest pause is a day and its tenth of jitter, 26.4 h; one pause may have begun just before all became well.
 * Then a twin that is down may refuse three rehearsals, with 1, 10 and 100 minutes between them, 2.1 h with jitter.
 * What remains is for the steps themselves. The page's other holds end with the trouble that made them.
 */
export const bound = 29 * hour;

export interface Inspector {
  /** `names`: what was asked for */
  look(outcome: Outcome, stored: Certificate | undefined, names: readonly string[]): void;
  wait(ms: number): void;
  /** hears each version that becomes the current one */
  saved(fingerprint: string): void;
  /** hears what the sidecar says */
  say(line: string): void;
  /** hears that the volume was lost */
  lost(): void;
  end(): void;
  looks(): number;
}

/** Holds the run against the rules that must never break. */
export function inspector(
  world: World,
  authority: SimulatedAuthority,
  nginx: SimulatedNginx,
  { schedule }: RunOptions,
): Inspector {
  const saved = new Set<string>();
  let looks = 0;
  let lastLook = begin;
  let crowded = 0;
  let current: Certificate | undefined;
  let wrongSince: number | undefined;
  let unsaidLoss = false;

  function renewedInTime(now: number, names: readonly string[]): void {
    const due = current ? mustBegin(current, schedule) : Math.max(begin, world.lostAt());
    // a CA may add names of its own
    const isOther = current !== undefined && !names.every((name) => current?.domains.includes(name));
    if (isOther && now - world.renamed().at > bound && world.calmFor(bound, world.renamed().at, now))
      throw new Violation(`the names that were asked for did not come within ${bound / hour} h of good weather`);
    if (now - due > bound && world.calmFor(bound, due, now))
      throw new Violation(`not renewed within ${bound / hour} h of good weather`);
    const revoked = current && authority.revokedAt(current.fingerprint);
    if (!revoked || ariIsOdd(world, revoked, now)) return;
    if (world.calmFor(bound + 7 * hour, revoked, now)) throw new Violation("a revoked certificate was not replaced");
  }
  function served(outcome: Outcome, stored: Certificate | undefined): void {
    const good = stored === undefined || nginx.served() === stored.fingerprint || world.is("companionAway");
    if (good || outcome.result === "failed") wrongSince = undefined;
    if (good) return;
    wrongSince ??= world.now();
    if (world.now() - wrongSince > 13 * hour && world.calmFor(13 * hour, wrongSince, world.now()))
      throw new Violation("nginx serves another certificate, and nobody says so");
  }
  return {
    looks: () => looks,
    saved(fingerprint) {
      saved.add(fingerprint);
      if (unsaidLoss) throw new Violation("a lost volume was not said");
    },
    say(line) {
      if (/that is gone|not in the certificates' folder/.test(line)) unsaidLoss = false;
    },
    lost() {
      // where nginx shows nothing, nobody can know
      unsaidLoss = current !== undefined && nginx.served() !== undefined;
      current = undefined;
    },
    look(outcome, stored, names) {
      looks++;
      if (Number.isNaN(outcome.next.getTime())) throw new Violation("there is no next moment");
      renewedInTime(world.now(), names);
      if (stored?.fingerprint !== current?.fingerprint) current = stored;
      served(outcome, stored);
    },
    wait(ms) {
      if (!(ms > 0) || ms > 12 * hour) throw new Violation(`the loop waits ${ms} ms`);
      crowded = world.now() - lastLook < 45_000 ? crowded + 1 : 0;
      lastLook = world.now();
      if (crowded > 10) throw new Violation("the loop runs hot");
    },
    end() {
      const wasted = authority.counts.issued - saved.size;
      if (wasted > 1 + world.losses() + world.renamed().times)
        throw new Violation(`${wasted} certificates were issued and never saved`);
      if (current === undefined && world.calmFor(2 * day, begin, world.now()))
        throw new Violation("there never was a certificate");
    },
  };
}

/** From when on the hour does not matter any more. */
function mustBegin(current: Certificate, schedule: RunOptions["schedule"]): number {
  const due = dueAt(current);
  return (schedule ? scheduleBounds(current, due).latest : due).getTime();
}

/** Nobody can follow a window that is not told. */
function ariIsOdd(world: World, from: number, to: number): boolean {
  return world.weather.spells.some(
    ({ kind, start, end }) => kind.startsWith("ari") && start < to + minute && end > from,
  );
}
