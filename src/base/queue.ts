export interface Queue {
  /** Runs when nothing else does. When its turn has not come within `patience.ms`, it never runs and `late` is thrown. */
  run<T>(work: () => Promise<T>, patience?: Patience): Promise<T>;
  /** Resolves when all that was begun has ended. */
  idle(): Promise<void>;
}

export interface Patience {
  ms: number;
  late: () => Error;
}

/** One after the other, in the order they came. Keeps neither what they gave nor what they threw. */
export function serialQueue(): Queue {
  let last: Promise<void> = Promise.resolve();
  return {
    run<T>(work: () => Promise<T>, patience?: Patience) {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const isMyTurn = untilLate(patience, reject);
      last = last.then(async () => {
        if (isMyTurn()) await started(work).then(resolve, reject);
      });
      return promise;
    },
    idle: () => last,
  };
}

/** Gives whether the turn came in time, and ends the wait for it. */
function untilLate(patience: Patience | undefined, reject: (error: Error) => void): () => boolean {
  if (!patience) return () => true;
  let waiting = true;
  const timer = setTimeout(() => {
    waiting = false;
    reject(patience.late());
  }, patience.ms);
  return () => {
    clearTimeout(timer);
    return waiting;
  };
}

/** A work that throws before its first wait rejects as well. */
async function started<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}
