import { phrase } from "../../model/phrase.ts";
import { refusal } from "../refusal.ts";

export interface SwitchLimit {
  /** Throws Problem `too-many`. */
  check(): void;
  /** Counts a switch that was undone, or around which nginx ended by itself; and why. */
  count(why: string | undefined): void;
}

const mostSwitches = 4;
const withinMinutes = 10;

/** Four in ten minutes: an nginx that ends again and again, perhaps because of a switch, must not be switched further. */
export function switchLimit(now: () => Date): SwitchLimit {
  let counted: { at: number; why: string | undefined }[] = [];
  return {
    check() {
      const since = now().getTime() - withinMinutes * 60_000;
      counted = counted.filter(({ at }) => at > since);
      if (counted.length >= mostSwitches) throw tooMany(counted.at(-1)?.why);
    },
    count: (why) => void counted.push({ at: now().getTime(), why }),
  };
}

const tooMany = (why: string | undefined) =>
  refusal(
    "too-many",
    phrase`nginx was switched ${mostSwitches} times within ${withinMinutes} minutes${why ? phrase`; the last one was undone: ${why}` : ""}`,
    phrase`docker compose logs nginx; httpsidecar retries automatically`,
  );
