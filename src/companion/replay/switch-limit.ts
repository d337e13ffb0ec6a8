import { type Counted, recent, recentMinutes } from "../../base/recent.ts";
import { phrase } from "../../model/phrase.ts";
import { refusal } from "../refusal.ts";

export interface SwitchLimit {
  /** Throws Problem `too-many`. */
  check(): void;
  /** Counts a switch that was undone, or around which nginx ended by itself; and why. */
  count(why: string | undefined): void;
}

const mostSwitches = 4;

/** Four in ten minutes: an nginx that ends again and again, perhaps because of a switch, must not be switched further. */
export function switchLimit(now: () => Date, kept: Counted[] = []): SwitchLimit {
  const counted = recent(now, kept);
  return {
    check() {
      const all = counted.all();
      if (all.length >= mostSwitches) throw tooMany(all.at(-1)?.what);
    },
    count: counted.add,
  };
}

const tooMany = (why: string | undefined) =>
  refusal(
    "too-many",
    phrase`nginx was switched ${mostSwitches} times within ${recentMinutes} minutes${why ? phrase`; the last one was undone: ${why}` : ""}`,
    phrase`docker compose logs nginx; httpsidecar retries automatically`,
  );
