import { ms } from "../base/dates.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import { halfGoneAt } from "../model/near-end.ts";

export type Lifetime = Pick<Certificate, "notBefore" | "notAfter" | "renewBefore">;

/**
 * As long before the end as the conf says; else two thirds of the lifetime, half when it is under ten days (Let's
 * Encrypt's advice to clients without ARI). A fresh certificate is never due: certbot's 30 days are more than some live.
 */
export function dueAt({ notBefore, notAfter, renewBefore }: Lifetime): Date {
  const lifetime = notAfter.getTime() - notBefore.getTime();
  if (renewBefore !== undefined && renewBefore < lifetime) return new Date(notAfter.getTime() - renewBefore);
  return new Date(notBefore.getTime() + lifetime * (lifetime < 10 * ms.day ? 1 / 2 : 2 / 3));
}

/** Half of the time between its due date and its expiry is gone. */
export function isNearEnd(life: Lifetime, now: Date): boolean {
  return halfGoneAt({ due: dueAt(life), notAfter: life.notAfter }) <= now;
}

/** Less than a tenth of the lifetime is left, or it expired no longer ago than that. */
export function isEmergency(life: Lifetime, now: Date): boolean {
  const left = life.notAfter.getTime() - now.getTime();
  return Math.abs(left) < (life.notAfter.getTime() - life.notBefore.getTime()) / 10;
}

/**
 * The longest pause of our own, ms: a day; a quarter of the remaining time, so that tries come faster towards expiry. Once
 * expired, an hour, or an eighth of a lifetime that is shorter than a working day; a day when it expired long ago.
 */
export function longestPause(life: Lifetime | undefined, now: Date): number {
  if (!life) return ms.day;
  const left = life.notAfter.getTime() - now.getTime();
  const lifetime = life.notAfter.getTime() - life.notBefore.getTime();
  if (left > 0) return Math.min(ms.day, Math.max(ms.minute, left / 4));
  const isRecent = -left < Math.max(ms.week, lifetime / 10);
  return isRecent ? Math.min(ms.hour, Math.max(ms.minute, lifetime / 8)) : ms.day;
}

/**
 * The time by the clock at the order: a clock that was days ahead of the CA's then, and still is, must not make every
 * new certificate look old at once.
 */
export function clampToClock(life: Lifetime, orderedAt: Date | undefined, now: Date): Date {
  const ahead = orderedAt ? clockError(life, orderedAt) : 0;
  if (ahead <= 0 || !orderedAt || now < orderedAt) return now;
  return new Date(now.getTime() - ahead);
}

/** ms by which our clock was ahead of (or, negative, behind) the CA's; 0 when it is less than two days. */
export function clockError({ notBefore }: Pick<Lifetime, "notBefore">, orderedAt: Date): number {
  const error = orderedAt.getTime() - notBefore.getTime();
  return Math.abs(error) < 2 * ms.day ? 0 : error;
}

/** Something on the page is later than now: half a day old at most, so that an error which counts is always seen. */
export function wentBack({ saved, proof }: LedgerEntry, now: Date): boolean {
  return [saved?.orderedAt, proof?.at].some((moment) => moment !== undefined && moment > now);
}
