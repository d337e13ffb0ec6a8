import { waitByClock } from "./wait-by-clock.ts";

export interface WakeUp {
  /** Ends the present pause, or the next one. */
  wake(): void;
  /** Waits so many ms, or until it is woken, which it returns; rejects with the signal. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
}

/** Latched, so that no wake-up is lost, and coalesced: two before one pause are one. */
export function wakeUp(): WakeUp {
  let woken = new AbortController();
  return {
    wake: () => woken.abort(),
    async wait(ms, signal) {
      await waitByClock(ms, AbortSignal.any([signal, woken.signal])).catch(() => {});
      signal.throwIfAborted();
      const { aborted: isWoken } = woken.signal;
      if (isWoken) woken = new AbortController();
      return isWoken;
    },
  };
}
