export interface Queue {
  /** Runs when nothing else does. If its turn does not come within `patience.ms`, it never runs and throws `late`. */
  run<T>(work: () => Promise<T>, patience?: Patience): Promise<T>;
  /** Resolves when all work has ended. */
  idle(): Promise<void>;
}

export interface Patience {
  ms: number;
  late: () => Error;
}

/** Runs work one after the other, in order. Keeps neither results nor errors. */
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

/** Returns whether the turn came in time, and ends the wait. */
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

/** Turns an error before the first await into a rejection. */
async function started<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}

/** Runs works side by side, but those that share a key one after the other, in the order of the calls. */
export function lanes() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(keys: readonly string[], work: () => Promise<T>): Promise<T> => {
    const mine = Promise.all(keys.map((key) => last.get(key))).then(work);
    const ended = mine.catch(() => undefined);
    for (const key of keys) last.set(key, ended);
    return await mine;
  };
}
