import type { RenewalWindow } from "./lineage.ts";
import type { Responsible } from "./responsible.ts";

/** The state of one lineage at one time, from the disk: for `status`, metrics and notices. */
export interface LineageReport {
  name: string;
  domains: readonly string[];
  /** undefined: none yet */
  certificate: CertificateReport | undefined;
  next: NextStep;
  /** failed tries in a row that cost something */
  failures: number;
  /** in words; undefined while nothing fails */
  lastProblem: string | undefined;
  /** who can end what holds the next step back, or failed last; undefined: unknown */
  responsible: Responsible | undefined;
  /** when the present certificate was ordered, by our clock; undefined: not by us */
  lastSuccess: Date | undefined;
  /** of the CA (RFC 9773), for the present certificate */
  window: RenewalWindow | undefined;
  /** the last check of what is served; undefined: none */
  wire: WireReport | undefined;
  /** orders of exactly these names, against the CA's weekly limit */
  orders: Budget;
  /** failed validations, against the CA's hourly limit */
  validations: Budget;
}

export interface CertificateReport {
  /** upper-case hex */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** the latest renewal, whatever the CA says; of an imported one: when the warnings begin */
  due: Date;
  /** from a staging CA: no browser trusts it */
  staging: boolean;
  /** who signed it, in words; empty: it names nobody */
  issuer: string;
  keyType: "RSA" | "ECDSA";
}

/** The next step and its earliest time. */
export interface NextStep {
  /** replace: by the operator, who provides the certificate */
  what: "obtain" | "renew" | "replace" | "deploy";
  at: Date;
  because: string;
  /** a pause of ours, or a limit of the CA, until `at`; or the operator revoked the certificate */
  held: "pause" | "limit" | "revoked" | undefined;
}

export interface WireReport {
  at: Date;
  /** nginx served the present certificate */
  same: boolean;
  /** the operator had switched HTTPS off: nothing is to be served */
  off: boolean;
  /** HTTP leads to HTTPS; undefined: unknown */
  redirects: boolean | undefined;
  /** what the public name served, in words */
  outside: string | undefined;
}

export interface Budget {
  used: number;
  most: number;
  /** when there is room again; undefined: now */
  roomAt: Date | undefined;
}
