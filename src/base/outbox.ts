/** Something that is on its way to one receiver. */
export interface Posted {
  to: string;
  notBefore: Date;
}

/**
 * What may be tried now: of each receiver the oldest alone, so that nothing overtakes what was said before it. The
 * outbox is in the order in which its items came.
 */
export function dueIn<T extends Posted>(outbox: readonly T[], now: Date): readonly T[] {
  return headsOf(outbox).filter(({ notBefore }) => notBefore <= now);
}

/** When the next may be tried; undefined: the outbox is empty. */
export function nextIn(outbox: readonly Posted[]): Date | undefined {
  const moments = headsOf(outbox).map(({ notBefore }) => notBefore.getTime());
  return moments.length === 0 ? undefined : new Date(Math.min(...moments));
}

/** With another item in the place of this one, or none: it arrived or was given up. */
export function settled<T extends Posted>(outbox: readonly T[], item: T, instead?: T): readonly T[] {
  return outbox.flatMap((one) => (one === item ? (instead ?? []) : one));
}

function headsOf<T extends Posted>(outbox: readonly T[]): readonly T[] {
  return outbox.filter((one, at) => outbox.findIndex(({ to }) => to === one.to) === at);
}
