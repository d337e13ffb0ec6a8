import type { RenewalWindow } from "./lineage.ts";
import type { Responsible } from "./responsible.ts";

/** What is known of one lineage at one moment, from what is on disk: `status`, metrics and notices are made of it. */
export interface LineageReport {
  name: string;
  domains: readonly string[];
  /** undefined: there is none yet */
  certificate: CertificateReport | undefined;
  next: NextStep;
  /** tries in a row that failed and cost something */
  failures: number;
  /** in words; undefined while nothing fails */
  lastProblem: string | undefined;
  /** who can end what holds the next step back, or failed last; undefined: not known */
  responsible: Responsible | undefined;
  /** when the present certificate was ordered, by our clock; undefined: not by us */
  lastSuccess: Date | undefined;
  /** of the authority (RFC 9773), for the present certificate */
  window: RenewalWindow | undefined;
  /** the last look at what is served; undefined: it was never looked at */
  wire: WireReport | undefined;
  /** orders of exactly these names, of what the authority allows a week */
  orders: Budget;
  /** failed validations, of what the authority allows an hour */
  validations: Budget;
}

export interface CertificateReport {
  /** upper-case hex */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** when it is renewed at the latest, whatever the authority says; one's own: from when on it is warned of its end */
  due: Date;
  /** from a staging authority: no browser trusts it */
  staging: boolean;
}

/** What happens next, and not before when. */
export interface NextStep {
  /** replace: by a person, who brings the certificate */
  what: "obtain" | "renew" | "replace" | "deploy";
  at: Date;
  because: string;
  /** a pause of ours, or a limit of the authority, until `at`; or a person took the certificate back */
  held: "pause" | "limit" | "revoked" | undefined;
}

export interface WireReport {
  at: Date;
  /** nginx served the present certificate */
  same: boolean;
  /** a person had switched HTTPS off: nothing is to be served */
  off: boolean;
  /** what the public name showed, in words */
  outside: string | undefined;
}

export interface Budget {
  used: number;
  most: number;
  /** when there is room again; undefined: there is now */
  roomAt: Date | undefined;
}
