import type { CompanionAnswer, CompanionVerb } from "./companion.ts";
import type { ImportedCertificate } from "./imported.ts";
import type { LedgerEntry, Spending } from "./ledger.ts";
import type {
  Account,
  Certificate,
  IssuedCertificate,
  Lineage,
  OpenOrder,
  Replaced,
  ShownCertificate,
  WindowAnswer,
} from "./lineage.ts";
import type { Problem } from "./problem.ts";

export interface Clock {
  now(): Date;
}

/** One line for people. */
export type Print = (line: string) => void;

/** The talk with the CA. */
export interface CertificateAuthority {
  /**
   * Presents and cleans up every challenge, and finishes `how.open` rather than making another order where it can.
   * Throws Problem; `how.keep` was then told whether an order is still open.
   */
  issue(lineage: Lineage, how: IssueOptions): Promise<IssuedCertificate>;
  /** RFC 9773, as the CA said it, unchecked. Throws Problem; a CA without ARI answers with no window. */
  renewalWindow(certificate: Certificate, signal: AbortSignal): Promise<WindowAnswer>;
  /** RFC 9773 section 4.1, of the leaf; undefined when it names no issuer key. */
  certificateId(fullchainPem: string): string | undefined;
  /** CAA identities of the CA (directory meta), lower case; empty when it names none. Throws Problem. */
  caaIdentities(signal: AbortSignal): Promise<readonly string[]>;
}

export interface IssueOptions {
  signal: AbortSignal;
  /** the certificate whose place the new one takes; only sent to the authority and the account it came from */
  replaces?: Replaced | undefined;
  /** an order that an earlier run made and did not see through */
  open?: OpenOrder | undefined;
  /** what was proven before is proven once more: a dry run says that it works now */
  proveAgain?: boolean | undefined;
  /**
   * Told before the order is finalized, so that a kill costs no second order; told `undefined` when the CA says that
   * the order is gone (invalid, not found). Not told at the end: the caller drops it when the certificate is saved.
   * Left out of a rehearsal: nobody goes on with its order.
   */
  keep?: ((open: OpenOrder | undefined) => Promise<void>) | undefined;
}

/** The one order of a lineage that is not seen through, with its key: kept in a file of its own. */
export interface PendingOrderStore {
  read(name: string): Promise<OpenOrder | undefined>;
  /** On the disk before it returns. */
  put(name: string, order: OpenOrder): Promise<void>;
  drop(name: string): Promise<void>;
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
  save(lineage: Lineage, issued: IssuedCertificate | ImportedCertificate): Promise<Certificate>;
  /** Is the stored certificate of this key (PEM)? */
  hasKey(name: string, privateKeyPem: string): Promise<boolean>;
  /** Throws Problem when a certificate could not be saved (full, read-only, name taken): asked before an order is made. */
  checkWritable(lineage: Lineage): Promise<void>;
  /** Keeps live/<spelling> leading to live/<name>. */
  linkTypedName(lineage: Lineage): Promise<void>;
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
  read(name: string): Promise<LedgerEntry>;
  /** What was spent for all other lineages: a CA counts sets of names, not lineages. */
  othersSpending(name: string): Promise<Spending>;
  write(name: string, entry: LedgerEntry): Promise<void>;
}

/** The other process. Throws Problem `companion-absent` when nobody listens. */
export interface Companion {
  ask(verb: CompanionVerb): Promise<CompanionAnswer>;
}

/** Hands a saved certificate to nginx. */
export interface Deployer {
  /** Switches HTTPS on the first time, else test and reload; then proves it on the wire. Throws Problem. */
  deploy(lineage: Lineage, certificate: Certificate): Promise<Deployed>;
  /** Looks at what is served and changes nothing. */
  prove(lineage: Lineage, certificate: Certificate): Promise<Proven>;
  /** Does the server itself serve it now, chain and all? One handshake; never throws. */
  serves(certificate: Certificate): Promise<boolean>;
  /** The certificate of this name that nginx shows now, wherever it has it from; undefined: none. Never throws. */
  shown(lineage: Lineage): Promise<ShownCertificate | undefined>;
}

export interface Proven {
  /** nginx itself serves another certificate, or none */
  problem: Problem | undefined;
  /** because a person wants no HTTPS */
  off?: boolean;
  /** what the public name shows, in words; undefined: not looked at, since nginx itself does not serve it */
  outside: string | undefined;
}

/** `off`: a person wants no HTTPS; nothing was touched. */
export interface Deployed {
  https: "on" | "off";
  /** what the public name shows, in words; one of the lines */
  outside: string | undefined;
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
