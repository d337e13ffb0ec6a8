import { later, ms } from "../base/dates.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import { plannedAt } from "./decide.ts";
import type { LineageCheck } from "./parts.ts";

/** ms between two comparisons of the served and the stored certificate. */
const proofEvery = 6 * ms.hour;

/**
 * The first of: renewal, the next ARI request, the next proof; a minute from now at the earliest, since each may have
 * been written by a wrong clock.
 */
export function nextCheck(check: LineageCheck, certificate: Certificate): Date {
  const { window, proof } = check.session.entry();
  const soon = later(check.parts.clock.now(), ms.minute);
  const moments = [dueFor(check, certificate), window?.askAt ?? soon, proofAt(proof) ?? soon];
  const first = Math.min(...moments.map((moment) => moment.getTime()));
  return new Date(Math.max(first, soon.getTime()));
}

/** When it will be renewed, as far as is known now. */
export function dueFor({ session, parts, options }: LineageCheck, certificate: Certificate): Date {
  return plannedAt(certificate, { ...session.entry(), schedule: options.schedule }, parts.clock.now());
}

/** When the served certificate is checked again; undefined: it never was. */
export function proofAt(proof: LedgerEntry["proof"]): Date | undefined {
  if (!proof) return undefined;
  return new Date(proof.at.getTime() + (proof.different ? 10 * ms.minute : proofEvery));
}
