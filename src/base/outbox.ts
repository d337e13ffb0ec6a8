export interface Posted {
  to: string;
  notBefore: Date;
}

/**
 * What may be sent now: the oldest of each receiver alone, so that nothing overtakes an earlier item. The outbox is in
 * order of arrival.
 */
export function dueIn<T extends Posted>(outbox: readonly T[], now: Date): readonly T[] {
  return headsOf(outbox).filter(({ notBefore }) => notBefore <= now);
}

/** undefined: the outbox is empty. */
export function nextIn(outbox: readonly Posted[]): Date | undefined {
  const moments = headsOf(outbox).map(({ notBefore }) => notBefore.getTime());
  return moments.length === 0 ? undefined : new Date(Math.min(...moments));
}

/** Replaces this item, or removes it: delivered, or given up. */
export function settled<T extends Posted>(outbox: readonly T[], item: T, instead?: T): readonly T[] {
  return outbox.flatMap((one) => (one === item ? (instead ?? []) : one));
}

function headsOf<T extends Posted>(outbox: readonly T[]): readonly T[] {
  return outbox.filter((one, at) => outbox.findIndex(({ to }) => to === one.to) === at);
}
