import type { LedgerPage } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import { plannedAt } from "./decide.ts";
import type { Look } from "./parts.ts";

const minute = 60 * 1000;

/** How often what is served is compared with what is stored, ms. */
const proofEvery = 6 * 60 * minute;

/**
 * The first of: renewal, the next question to the authority, the next proof; a minute from now at the earliest, since
 * each of them may have been written down by a clock that was wrong.
 */
export function nextLook(look: Look, certificate: Certificate): Date {
  const { window, proof } = look.book.page();
  const soon = new Date(look.parts.clock.now().getTime() + minute);
  const moments = [dueFor(look, certificate), window?.askAt ?? soon, proofAt(proof) ?? soon];
  const first = Math.min(...moments.map((moment) => moment.getTime()));
  return new Date(Math.max(first, soon.getTime()));
}

/** When it is renewed, as far as is known now. */
export function dueFor({ book, parts, wish }: Look, certificate: Certificate): Date {
  return plannedAt(certificate, { ...book.page(), schedule: wish.schedule }, parts.clock.now());
}

/** When what is served is looked at again; undefined: it was never looked at. */
export function proofAt(proof: LedgerPage["proof"]): Date | undefined {
  if (!proof) return undefined;
  return new Date(proof.at.getTime() + (proof.different ? 10 * minute : proofEvery));
}
