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
import type { SigningRequest } from "./signing-request.ts";

export interface Clock {
  now(): Date;
}

export type Print = (line: string) => void;

export interface CertificateAuthority {
  /** Begins what an order that will follow soon takes time for: the key of a new account. Never throws. */
  expectIssue(): void;
  /**
   * Presents and cleans up every challenge, and continues `how.open` rather than placing another order where it can.
   * Throws Problem; `how.keep` has then heard whether an order is still open.
   */
  issue(lineage: Lineage, how: IssueOptions): Promise<IssuedCertificate>;
  /**
   * RFC 9773, as the CA gave it, unchecked; a CA without ARI answers with no window. `mayAskResponder`: unless that window
   * is over, the OCSP responder that the certificate names is asked too, since a CA's ARI need not know of a revocation; so
   * it must not be one that a stranger put there. Throws Problem.
   */
  renewalWindow(certificate: Certificate, signal: AbortSignal, mayAskResponder: boolean): Promise<WindowAnswer>;
  /** RFC 9773 section 4.1, of the leaf; undefined when it names no issuer key. */
  certificateId(fullchainPem: string): string | undefined;
  /** CAA identities of the CA (directory meta), lower case; empty when it names none. Throws Problem. */
  caaIdentities(signal: AbortSignal): Promise<readonly string[]>;
}

export interface IssueOptions {
  signal: AbortSignal;
  /** the certificate that the new one replaces; only sent to the CA and the account it came from */
  replaces?: Replaced | undefined;
  /** an unfinished order of an earlier run */
  open?: OpenOrder | undefined;
  /** the operator's own, in place of one with a key of ours: no private key is made */
  request?: SigningRequest | undefined;
  /** prove again what is proven: a dry run shows that it works now */
  proveAgain?: boolean | undefined;
  /**
   * Called before the order is finalized, so that a kill costs no second order; with `undefined` when the CA says that
   * the order is gone (invalid, not found). Not called at the end: the caller drops it when the certificate is saved.
   * Absent in a dry run: nobody continues its order.
   */
  keep?: ((open: OpenOrder | undefined) => Promise<void>) | undefined;
}

/** The one unfinished order of a lineage, with its key: kept in a file of its own. */
export interface PendingOrderStore {
  read(name: string): Promise<OpenOrder | undefined>;
  /** On the disk before it returns. */
  put(name: string, order: OpenOrder): Promise<void>;
  drop(name: string): Promise<void>;
}

/** Serves challenge files (RFC 8555 section 8.3). */
export interface ChallengeResponder {
  present(token: string, keyAuthorization: string): Promise<void>;
  cleanUp(token: string): Promise<void>;
}

/** certbot's layout: archive/, live/, renewal/. */
export interface LineageStore {
  /** Holds certbot's own lock for the whole of the work. Throws Problem `locked` when another holds it. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** undefined: no such lineage. Throws Problem for an unreadable one. */
  read(name: string): Promise<Certificate | undefined>;
  list(): Promise<readonly StoredLineage[]>;
  /** Key first, then chain, conf, links; readers never see a pair that does not match. */
  save(lineage: Lineage, issued: IssuedCertificate | ImportedCertificate): Promise<Certificate>;
  /** True if the stored certificate has this key (PEM). */
  hasKey(name: string, privateKeyPem: string): Promise<boolean>;
  /** Throws Problem when a certificate could not be saved (full, read-only, name taken): called before an order. */
  checkWritable(lineage: Lineage): Promise<void>;
  /** Keeps live/<spelling> pointing to live/<name>. */
  linkTypedName(lineage: Lineage): Promise<void>;
}

/** A line of `certificates`: readable, or why not. */
export type StoredLineage = { name: string; certificate: Certificate } | { name: string; problem: Problem };

/** certbot's accounts/. */
export interface AccountStore {
  find(directory: string): Promise<Account | undefined>;
  /** Returns the account with certbot's id. */
  save(directory: string, account: Omit<Account, "id">): Promise<Account>;
}

/** Tries, and what was deployed; outlives restarts. */
export interface Ledger {
  read(name: string): Promise<LedgerEntry>;
  /** Orders and attempts of all other lineages: a CA counts sets of names, not lineages. */
  othersSpending(name: string): Promise<Spending>;
  /** On the disk before it returns. */
  write(name: string, entry: LedgerEntry): Promise<void>;
  /** On the disk with the next write; a kill before that loses it, so only for what the next check finds out again. */
  note(name: string, entry: LedgerEntry): Promise<void>;
  /** Writes what was noted. Called before the lock is let go. */
  settle(): Promise<void>;
}

/** The other process. Throws Problem `companion-absent` when nobody listens. */
export interface Companion {
  ask(verb: CompanionVerb): Promise<CompanionAnswer>;
}

/** Deploys a saved certificate. */
export interface Deployer {
  /** Switches HTTPS on the first time, else test and reload; then proves it on the wire. Throws Problem. */
  deploy(lineage: Lineage, certificate: Certificate): Promise<Deployed>;
  /** Proves what is served, without any change. */
  prove(lineage: Lineage, certificate: Certificate): Promise<Proven>;
  /** True if the server itself serves it now, chain and all. One handshake; never throws. */
  serves(certificate: Certificate): Promise<boolean>;
  /** The certificate that nginx serves for this name, whatever its source; undefined: none. Never throws. */
  shown(lineage: Lineage): Promise<ShownCertificate | undefined>;
}

export interface Proven {
  /** nginx itself serves another certificate, or none */
  problem: Problem | undefined;
  /** because the operator wants no HTTPS */
  off?: boolean;
  /** what the public name shows, in words; undefined: not looked at, since nginx itself does not serve it */
  outside: string | undefined;
  /** HTTP leads to HTTPS; undefined: unknown */
  redirects?: boolean | undefined;
}

/** `off`: the operator wants no HTTPS; nothing was touched. */
export interface Deployed extends Pick<Proven, "redirects"> {
  https: "on" | "off";
  /** what the public name serves, in words; one of the lines */
  outside: string | undefined;
  /** to print */
  lines: readonly string[];
}

/** enable-https, disable-https and reload. Each throws Problem, and returns lines to print. */
export interface HttpsSwitch {
  enable(): Promise<readonly string[]>;
  disable(): Promise<readonly string[]>;
  reload(): Promise<readonly string[]>;
  /** The challenge location; silent when it is on. */
  enableChallenge(): Promise<void>;
}

/** Checks that the challenge path is really served, before the CA is asked. */
export interface Preflight {
  /**
   * Throws Problem for what is certain to fail; returns doubts about what cannot be known from here. `mend`: the
   * companion may switch the challenge location on.
   */
  check(lineage: Lineage, how: { mend: boolean; signal: AbortSignal }): Promise<readonly string[]>;
}
