import { phrase } from "../model/phrase.ts";

/** Aborts when the signal does, or after so many ms. */
export function until(limitMs: number, signal?: AbortSignal): AbortSignal {
  const late = AbortSignal.timeout(limitMs);
  return signal ? AbortSignal.any([signal, late]) : late;
}

/** Thrown when work took longer than it may; it may still be running. */
export class TooLate extends Error {}

/**
 * Waits at most so many ms for the work, whether or not it listens to its signal. Throws TooLate, or the reason of the
 * outer signal if that comes first.
 */
export async function withDeadline<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  outer?.throwIfAborted();
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new TooLate(phrase`not finished within ${limitMs / 1000} s`)), limitMs);
  const stop = () => ending.abort(outer?.reason);
  outer?.addEventListener("abort", stop, { once: true });
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ending.signal.addEventListener("abort", () => reject(ending.signal.reason), { once: true });
  try {
    return await Promise.race([work(ending.signal), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", stop);
  }
}
