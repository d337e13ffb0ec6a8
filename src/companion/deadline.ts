import { phrase } from "../model/phrase.ts";

/** Thrown when something took longer than it may. */
export class TooLate extends Error {}

/**
 * What the work gives, or `TooLate` after `ms`, also when the work ignores its signal. The signal aborts only then, so
 * what the work leaves open afterwards stays open.
 */
export async function withDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new TooLate(phrase`no end within ${ms / 1000} s`));
    late.abort();
  }, ms);
  try {
    return await Promise.race([work(late.signal), promise]);
  } finally {
    clearTimeout(timer);
  }
}
