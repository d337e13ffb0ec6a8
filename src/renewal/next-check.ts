import { later, ms } from "../base/dates.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import { plannedAt } from "./decide.ts";
import type { LineageCheck } from "./parts.ts";

/** How often what is served is compared with what is stored, ms. */
const proofEvery = 6 * ms.hour;

/**
 * The first of: renewal, the next question to the authority, the next proof; a minute from now at the earliest, since
 * each of them may have been written down by a clock that was wrong.
 */
export function nextCheck(check: LineageCheck, certificate: Certificate): Date {
  const { window, proof } = check.session.entry();
  const soon = later(check.parts.clock.now(), ms.minute);
  const moments = [dueFor(check, certificate), window?.askAt ?? soon, proofAt(proof) ?? soon];
  const first = Math.min(...moments.map((moment) => moment.getTime()));
  return new Date(Math.max(first, soon.getTime()));
}

/** When it is renewed, as far as is known now. */
export function dueFor({ session, parts, options }: LineageCheck, certificate: Certificate): Date {
  return plannedAt(certificate, { ...session.entry(), schedule: options.schedule }, parts.clock.now());
}

/** When what is served is looked at again; undefined: it was never looked at. */
export function proofAt(proof: LedgerEntry["proof"]): Date | undefined {
  if (!proof) return undefined;
  return new Date(proof.at.getTime() + (proof.different ? 10 * ms.minute : proofEvery));
}
