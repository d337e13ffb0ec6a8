import { type Queue as SerialQueue, serialQueue } from "../base/queue.ts";
import { phrase } from "../model/phrase.ts";
import { refusal } from "./refusal.ts";

export interface Queue extends Pick<SerialQueue, "idle"> {
  /** Runs when nothing else does. Throws Problem `busy` if its turn does not come within `patienceMs`. */
  run<T>(work: () => Promise<T>, patienceMs?: number): Promise<T>;
}

export function oneAtATime(): Queue {
  const { run, idle } = serialQueue();
  return { idle, run: (work, ms) => run(work, ms === undefined ? undefined : { ms, late: busy }) };
}

const busy = () => refusal("busy", phrase`another action is at work`, phrase`try again in a minute`);
