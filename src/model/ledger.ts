import type { RenewalWindow } from "./lineage.ts";
import type { Responsible } from "./responsible.ts";

/** What is remembered of a lineage; outlives restarts, kills and containers. */
export interface LedgerEntry {
  /** tries in a row that cost something and failed */
  failures: number;
  /** our own pause: not before this moment, unless a person asks */
  notBefore: Date | undefined;
  /** the authority, account and names that failures and pause are about; undefined on old pages: any */
  about: string | undefined;
  /** last failure in words */
  lastProblem: string | undefined;
  /** who can end it; undefined: not known, as on old pages */
  responsible: Responsible | undefined;
  /** the next try is made at the staging twin first */
  rehearse: boolean;
  /** what an authority said about when to come back */
  holds: readonly Hold[];
  /** tries that failed a validation, or whose end nobody saw */
  attempts: readonly Attempt[];
  /** orders that gave a certificate, or may have */
  orders: readonly OrderNote[];
  /** names that the operator asked for, as long as the certificate has them: one that left is taken away */
  asked: readonly string[] | undefined;
  /** of the present certificate */
  window: WindowNote | undefined;
  saved: SavedNote | undefined;
  ordered: OrderedNote | undefined;
  /** a person took a certificate back */
  revoked: RevokedNote | undefined;
  /** fingerprint of the leaf last deployed and proven at nginx */
  deployed: string | undefined;
  proof: ProofNote | undefined;
}

/** The certificate that was saved last. */
export interface SavedNote {
  fingerprint: string;
  /** when it was ordered, by our clock */
  orderedAt: Date;
  /** names that could not be proven and were left out (--allow-subset-of-names) */
  leftOut?: readonly string[] | undefined;
}

/** Which names a certificate was ordered with: a CA may have added some. */
export interface OrderedNote {
  fingerprint: string;
  names: readonly string[];
}

/** A certificate that was revoked by hand: nothing takes its place until a person says so. */
export interface RevokedNote {
  fingerprint: string;
  at: Date;
  /** its key is not to be used again */
  keyCompromised: boolean;
}

/** Retry-After of an authority. */
export interface Hold {
  /** authority, account and names */
  about: string;
  until: Date;
  /** a rate limit: not even by hand, unless forced */
  limit: boolean;
}

/** Written before the authority is asked. */
export interface Attempt {
  at: Date;
  directory: string;
  /** certbot's id of our account; undefined: there was none, or an old page */
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
  /** the CA counts no limit for it: it took the order as the renewal of another certificate (`replaces`) */
  exempt?: boolean | undefined;
}

/** What was spent of a CA's limits. */
export type Spending = Pick<LedgerEntry, "attempts" | "orders">;

/** What the authority said about when to renew (RFC 9773), for one certificate. */
export interface WindowNote {
  certificateId: string;
  /** undefined: none, or none that can be used */
  window: RenewalWindow | undefined;
  /** drawn once in the window; stays until the window moves */
  instant: Date | undefined;
  /** not asked again before */
  askAt: Date;
}

/** The last look at what is served. */
export interface ProofNote {
  at: Date;
  /** nginx served something else */
  different: boolean;
  /** deployed again for this reason */
  mended: boolean;
  /** when; undefined: never, or by an older version */
  mendedAt?: Date | undefined;
  /** a person had switched HTTPS off */
  off?: boolean | undefined;
  /** what was said last about the public name */
  outside: string | undefined;
}

/** Of a lineage that was never tried. */
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
