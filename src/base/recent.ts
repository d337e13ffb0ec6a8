import { ms } from "./dates.ts";

/** Counts events of the last ten minutes. */
export interface Recent {
  /** those still within the ten minutes, the oldest first */
  all(): readonly Counted[];
  add(what?: string): void;
}

/** `at`: ms since 1970 */
export interface Counted {
  at: number;
  what?: string | undefined;
}

export const recentMinutes = 10;
export const recentMs = recentMinutes * ms.minute;

/** `counted`: where they are kept. */
export function recent(now: () => Date, counted: Counted[]): Recent {
  return {
    all() {
      const since = now().getTime() - recentMs;
      const kept = counted.filter(({ at }) => at > since);
      counted.splice(0, counted.length, ...kept);
      return counted;
    },
    add: (what) => void counted.push({ at: now().getTime(), what }),
  };
}
