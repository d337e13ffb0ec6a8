import { ms } from "./dates.ts";

/** Counts events of the last ten minutes. */
export interface Recent<T> {
  /** those still within the ten minutes, the oldest first */
  all(): readonly { at: number; what: T }[];
  add(what: T): void;
}

export const recentMinutes = 10;
export const recentMs = recentMinutes * ms.minute;

export function recent<T = undefined>(now: () => Date): Recent<T> {
  let counted: { at: number; what: T }[] = [];
  return {
    all() {
      const since = now().getTime() - recentMs;
      counted = counted.filter(({ at }) => at > since);
      return counted;
    },
    add: (what) => void counted.push({ at: now().getTime(), what }),
  };
}
