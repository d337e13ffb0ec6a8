import type { RenewalWindow } from "./lineage.ts";
import type { Responsible } from "./responsible.ts";

/** The memory of a lineage; outlives restarts, kills and containers. */
export interface LedgerEntry {
  /** failed tries in a row that cost something */
  failures: number;
  /** our own pause: not before this time, unless the operator asks */
  notBefore: Date | undefined;
  /** the CA, account and names that failures and pause are about; undefined on old pages: any */
  about: string | undefined;
  /** last failure in words */
  lastProblem: string | undefined;
  /** who can end it; undefined: unknown, as on old pages */
  responsible: Responsible | undefined;
  /** the next try goes to the staging twin first */
  rehearse: boolean;
  /** Retry-After dates of a CA */
  holds: readonly Hold[];
  /** tries that failed a validation, or have no known end */
  attempts: readonly Attempt[];
  /** orders that gave a certificate, or may have */
  orders: readonly OrderNote[];
  /** names that the operator asked for, as long as the certificate has them: one that left is removed */
  asked: readonly string[] | undefined;
  /** of the present certificate */
  window: WindowNote | undefined;
  saved: SavedNote | undefined;
  ordered: OrderedNote | undefined;
  /** the operator revoked a certificate */
  revoked: RevokedNote | undefined;
  /** fingerprint of the leaf last deployed and proven at nginx */
  deployed: string | undefined;
  proof: ProofNote | undefined;
}

export interface SavedNote {
  fingerprint: string;
  /** when it was ordered, by our clock */
  orderedAt: Date;
  /** names that could not be proven and were left out (--allow-subset-of-names) */
  leftOut?: readonly string[] | undefined;
}

/** The names that a certificate was ordered with: a CA may have added some. */
export interface OrderedNote {
  fingerprint: string;
  names: readonly string[];
}

/** A certificate that was revoked by hand: nothing replaces it until the operator decides. */
export interface RevokedNote {
  fingerprint: string;
  at: Date;
  /** its key must not be used again */
  keyCompromised: boolean;
}

/** Retry-After of a CA. */
export interface Hold {
  /** CA, account and names */
  about: string;
  until: Date;
  /** a rate limit: not even by hand, except with --force-renewal */
  limit: boolean;
}

/** Written before the CA is asked. */
export interface Attempt {
  at: Date;
  directory: string;
  /** certbot's id of our account; undefined: none, or an old page */
  account?: string | undefined;
  names: readonly string[];
  /** false: cut off, by a kill most likely */
  ended: boolean;
}

export interface OrderNote {
  at: Date;
  directory: string;
  names: readonly string[];
  /** of the order */
  url: string;
  /** the CA counts no limit for it: it accepted the order as the renewal of another certificate (`replaces`) */
  exempt?: boolean | undefined;
}

export type Spending = Pick<LedgerEntry, "attempts" | "orders">;

/** The CA's renewal window (RFC 9773), for one certificate. */
export interface WindowNote {
  certificateId: string;
  /** undefined: none, or unusable */
  window: RenewalWindow | undefined;
  /** drawn once in the window; stays until the window moves */
  instant: Date | undefined;
  /** not asked again before */
  askAt: Date;
}

/** The last check of what is served. */
export interface ProofNote {
  at: Date;
  /** nginx served something else */
  different: boolean;
  /** deployed again for this reason */
  mended: boolean;
  /** when; undefined: never, or by an older version */
  mendedAt?: Date | undefined;
  /** the operator had switched HTTPS off */
  off?: boolean | undefined;
  /** the last message about the public name */
  outside: string | undefined;
  /** HTTP leads to HTTPS; undefined: unknown */
  redirects?: boolean | undefined;
  /** the CA of an imported certificate said so (OCSP) */
  revoked?: boolean | undefined;
}

export const emptyEntry: LedgerEntry = {
  failures: 0,
  notBefore: undefined,
  about: undefined,
  lastProblem: undefined,
  responsible: undefined,
  rehearse: false,
  holds: [],
  attempts: [],
  orders: [],
  asked: undefined,
  window: undefined,
  saved: undefined,
  ordered: undefined,
  revoked: undefined,
  deployed: undefined,
  proof: undefined,
};
