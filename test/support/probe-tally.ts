/** What one kind of client has seen. */
export interface Tally {
  sent: number;
  /** no whole answer came */
  lost: number;
  /** ms between one answer and the next, at most */
  longestGap: number;
  /** how often each status or, for the lost, each error */
  seen: Record<string, number>;
}

export interface Counter {
  sent(): void;
  answered(status: number): void;
  lost(error: unknown): void;
  tally(): Tally;
}

/** Counts for one kind of client. */
export function counter(now: () => number = () => performance.now()): Counter {
  const tally: Tally = { sent: 0, lost: 0, longestGap: 0, seen: {} };
  let last: number | undefined;
  const see = (what: string) => {
    tally.seen[what] = (tally.seen[what] ?? 0) + 1;
  };
  return {
    sent() {
      tally.sent += 1;
    },
    answered(status) {
      see(String(status));
      tally.longestGap = Math.max(tally.longestGap, last === undefined ? 0 : now() - last);
      last = now();
    },
    lost(error) {
      see(codeOf(error));
      tally.lost += 1;
    },
    tally: () => ({ ...tally, longestGap: Math.round(tally.longestGap) }),
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.message;
}
