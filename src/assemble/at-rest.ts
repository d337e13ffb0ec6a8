/** A process and its heap, as seen from here. */
export interface Rested {
  /** milliseconds of processor time so far, of all threads */
  worked(): number;
  collect(): void;
}

const halfAMinute = 30_000;
/** Processor time within half a minute by which nothing is under way; a look may have been, and is over. */
const restMs = 50;
/** As much as one look takes. A quarter of an hour of ticks adds up to it as well. */
const workMs = 20;

/**
 * Has this process give the memory back that its last work needed, once it rests. V8 by itself collects some seconds after
 * work, but lets go of its caches and of pages that are nearly empty only when memory is short: one or two megabytes, which
 * would be kept for half a day. It takes a tenth of a second. Does nothing without Node's --expose-gc.
 */
export function giveBackAtRest(everyMs = halfAMinute): void {
  const collect = () => void globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  const worked = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  setInterval(collectAtRest({ worked, collect }), everyMs).unref();
}

/** Gives what is to be called at an even pace: it collects when there was work, and none since the last call. */
export function collectAtRest({ worked, collect }: Rested): () => void {
  let [last, collected] = [0, 0];
  return () => {
    const now = worked();
    const rests = now - last < restMs;
    last = now;
    if (!rests || now - collected < workMs) return;
    collect();
    last = worked();
    collected = last;
  };
}
