import type { CompanionAnswer, CompanionVerb } from "./companion.ts";
import type { Account, Certificate, IssuedCertificate, Lineage } from "./lineage.ts";
import type { Problem } from "./problem.ts";

export interface Clock {
  now(): Date;
}

/** One line for people. */
export type Print = (line: string) => void;

/** The talk with the CA. */
export interface CertificateAuthority {
  /** Throws Problem. Presents and cleans up every challenge; leaves nothing behind. */
  issue(lineage: Lineage, signal: AbortSignal): Promise<IssuedCertificate>;
  /** CAA identities of the CA (directory meta), lower case; empty when it names none. Throws Problem. */
  caaIdentities(signal: AbortSignal): Promise<readonly string[]>;
}

/** Proving control of a name (RFC 8555 section 8.3). */
export interface ChallengeResponder {
  present(token: string, keyAuthorization: string): Promise<void>;
  cleanUp(token: string): Promise<void>;
}

/** certbot's layout: archive/, live/, renewal/. */
export interface LineageStore {
  /** Holds certbot's own lock for the whole of the work. Throws Problem `locked` when another holds it. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** undefined: there is no such lineage. Throws Problem when there is one that cannot be read. */
  read(name: string): Promise<Certificate | undefined>;
  list(): Promise<readonly StoredLineage[]>;
  /** Key first, then chain, conf, links; readers never see a pair that does not match. */
  save(lineage: Lineage, issued: IssuedCertificate): Promise<Certificate>;
  /** Throws Problem when a certificate could not be saved (full, read-only, name taken): asked before an order is made. */
  checkWritable(lineage: Lineage): Promise<void>;
  /** Keeps live/<spelling> leading to live/<name>. */
  linkSpelling(lineage: Lineage): Promise<void>;
}

/** A line of `certificates`: readable, or why not. */
export type StoredLineage = { name: string; certificate: Certificate } | { name: string; problem: Problem };

/** certbot's accounts/. */
export interface AccountStore {
  find(directory: string): Promise<Account | undefined>;
  /** Gives the account with certbot's id. */
  save(directory: string, account: Omit<Account, "id">): Promise<Account>;
}

/** What has been tried, and what was deployed; outlives restarts. */
export interface Ledger {
  read(name: string): Promise<LedgerPage>;
  write(name: string, page: LedgerPage): Promise<void>;
}

export interface LedgerPage {
  /** failures in a row that cost something */
  failures: number;
  /** not before this moment, unless a person asks */
  notBefore: Date | undefined;
  /** last failure in words */
  lastProblem: string | undefined;
  /** fingerprint of the leaf last deployed and proven at nginx */
  deployed: string | undefined;
}

/** The other process. Throws Problem `companion-absent` when nobody listens. */
export interface Companion {
  ask(verb: CompanionVerb): Promise<CompanionAnswer>;
}

/** Hands a saved certificate to nginx. */
export interface Deployer {
  /** Switches HTTPS on the first time, else test and reload; then proves it on the wire. Throws Problem. */
  deploy(lineage: Lineage, certificate: Certificate): Promise<Deployed>;
}

/** `off`: a person wants no HTTPS; nothing was touched. */
export interface Deployed {
  https: "on" | "off";
  /** worth saying */
  lines: readonly string[];
}

/** The operator's own hand on the switch. Each throws Problem, and gives lines worth saying. */
export interface HttpsSwitch {
  enable(): Promise<readonly string[]>;
  disable(): Promise<readonly string[]>;
  reload(): Promise<readonly string[]>;
  /** The challenge location; nothing to say when it is on. */
  enableChallenge(): Promise<void>;
}

/** Is the challenge path really served? Asked before the CA is. */
export interface Preflight {
  /**
   * Throws Problem for what is certain to fail; gives doubts about what cannot be known from here.
   * `mend`: the companion may turn the challenge location on.
   */
  check(lineage: Lineage, how: { mend: boolean; signal: AbortSignal }): Promise<readonly string[]>;
}

/** What is served, against what is on disk. */
export interface ServiceProof {
  inner(certificate: Certificate): Promise<InnerProof>;
  outer(certificate: Certificate): Promise<OuterProof>;
}

export type InnerProof = { served: "same" } | { served: "other"; serial: string } | { served: "nothing"; why: string };

/** What the public name shows, as far as it can be seen from inside the stack. */
export type OuterProof =
  | { seen: "yes"; addresses: readonly string[] }
  | { seen: "edge"; issuer: string }
  | { seen: "no"; why: string }
  | { seen: "unknown"; why: string };

/** What `health` reads: kept in the container's own tmpfs, gone with it. */
export interface StatusBoard {
  post(status: Status): Promise<void>;
  /** undefined: nothing was posted yet */
  read(): Promise<Status | undefined>;
}

export interface Status {
  healthy: boolean;
  /** one line, why */
  line: string;
  /** when the next look is due; undefined: none is planned */
  next: Date | undefined;
}
