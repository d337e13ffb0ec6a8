import { ms } from "../base/dates.ts";
import { halfGoneAt, lastHoursFrom } from "../model/near-end.ts";
import type { Responsible } from "../model/responsible.ts";

export interface FailureState {
  responsible: Responsible;
  /** since when checks fail in a row */
  since: Date;
  /** one that browsers trust; undefined: none */
  certificate: { due: Date; notBefore: Date; notAfter: Date } | undefined;
  /** nginx was seen to serve another certificate, or none */
  wireLost: boolean;
}

const never = Number.POSITIVE_INFINITY;

/** How long it may recover by itself, ms: while a good certificate exists, and while none does. */
const patience: Readonly<Record<Responsible, readonly [good: number, none: number]>> = {
  person: [0, 0],
  stack: [5 * ms.minute, 5 * ms.minute],
  outside: [ms.day, ms.hour],
  authority: [never, ms.hour],
};

/**
 * The moment from which the operator must act, although it is tried again by itself: `health` is red from then on, and not
 * before. The first of:
 * - what only the operator can mend: at once;
 * - a part of the stack that does not answer, or a certificate that nginx does not serve: after five minutes, since a
 *   stack's parts start one after the other;
 * - the network, or another run: after a day, since what lasts so long is mostly on this side;
 * - a CA that is busy, or its limits: never for this alone;
 * - no good certificate, so that visitors have no HTTPS: after an hour, whatever it is;
 * - a certificate whose end comes near: when half of the time for its renewal is gone, or 72 hours are left.
 */
export function mustActFrom({ responsible, since, certificate, wireLost }: FailureState): Date {
  const [good, none] = patience[responsible];
  const wait = Math.min(certificate ? good : none, wireLost ? 5 * ms.minute : never);
  const near = certificate ? nearFrom(certificate) : never;
  return new Date(Math.min(since.getTime() + wait, near));
}

function nearFrom(life: NonNullable<FailureState["certificate"]>): number {
  return Math.min(halfGoneAt(life).getTime(), lastHoursFrom(life)?.getTime() ?? never);
}
