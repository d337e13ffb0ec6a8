import { phrase } from "../model/phrase.ts";
import { refusal } from "./refusal.ts";

export interface Queue {
  /** Runs when nothing else does. Throws Problem `busy` when its turn has not come within `patienceMs`. */
  run<T>(work: () => Promise<T>, patienceMs?: number): Promise<T>;
  /** Resolves when all that was begun has ended. */
  idle(): Promise<void>;
}

/** One action at a time, in the order they came. */
export function oneAtATime(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work, patienceMs) {
      const turn = inTurn(last, work, patienceMs);
      // Without the values of its turns, which would be kept as long as the queue is.
      last = Promise.allSettled([last, turn]).then(() => undefined);
      return turn;
    },
    idle: async () => void (await last),
  };
}

function inTurn<T>(before: Promise<unknown>, work: () => Promise<T>, patienceMs: number | undefined): Promise<T> {
  if (patienceMs === undefined) return before.then(work);
  return new Promise<T>((resolve, reject) => {
    let waiting = true;
    const timer = setTimeout(() => {
      waiting = false;
      reject(refusal("busy", phrase`another action is at work`, phrase`try again in a minute`));
    }, patienceMs);
    void before.then(() => {
      clearTimeout(timer);
      if (waiting) work().then(resolve, reject);
    });
  });
}
