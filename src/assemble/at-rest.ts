export interface Rested {
  /** milliseconds of processor time so far, of all threads */
  worked(): number;
  collect(): void;
}

const halfAMinute = 30_000;
/** Processor time within half a minute that counts as idle; a check may have been under way, and is over. */
const restMs = 50;
/** As much as one check takes. A quarter of an hour of ticks adds up to it as well. */
const workMs = 20;

/**
 * Returns memory to the system once the process is idle. V8 by itself collects some seconds after work, but frees its
 * caches and nearly empty pages only when memory is short: one or two megabytes, which would be kept for half a day.
 * Takes a tenth of a second. Does nothing without Node's --expose-gc.
 */
export function giveBackAtRest(everyMs = halfAMinute): void {
  const collect = () => void globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  const worked = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  setInterval(collectAtRest({ worked, collect }), everyMs).unref();
}

/** Returns the function to call at an even pace: it collects when there was work, and none since the last call. */
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
