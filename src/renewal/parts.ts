import type {
  AccountStore,
  CertificateAuthority,
  Clock,
  Deployer,
  Ledger,
  LineageStore,
  PendingOrderStore,
  Preflight,
  Print,
} from "../model/contracts.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Certificate, Lineage } from "../model/lineage.ts";
import type { LineageIdentity } from "../model/lineage-identity.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Rules } from "./rules.ts";

/** Every part that a renewal needs, composed by assemble. */
export interface Parts {
  store: LineageStore;
  accounts: Pick<AccountStore, "find">;
  ledger: Ledger;
  pendingOrders: PendingOrderStore;
  preflight: Preflight;
  authority: CertificateAuthority;
  /** the staging twin of a production CA, asked first in doubt */
  rehearsal: Twin | undefined;
  deployer: Deployer;
  /** whether its CA's OCSP responder calls an imported certificate revoked; undefined: it does not say; never throws */
  isRevoked?: (certificate: Certificate, signal: AbortSignal) => Promise<boolean | undefined>;
  clock: Clock;
  random: () => number;
  /** ms, the longest wait between two ARI requests; six hours by default */
  askEvery?: number;
  /** steps, for the operator */
  say: Print;
  rules?: Rules;
}

export interface Twin {
  /** ACME directory URL */
  directory: string;
  authority: CertificateAuthority;
}

export interface RunOptions {
  /** the CA's directory */
  directory: string;
  force: boolean;
  /** a command asked for it: RENEW_SCHEDULE does not count */
  onCommand?: boolean;
  /** the operator asked, at a terminal: a pause does not count */
  byHand: boolean;
  /** leave out a name that cannot be proven (--allow-subset-of-names) */
  allowSubset?: boolean;
  /** the names were typed for this very run: all others are removed */
  exactly?: boolean;
  /** a staging certificate may replace a real one (--break-my-certs) */
  breakMyCerts?: boolean;
  /** the operator chose how to prove names (--webroot, --standalone), whatever the conf says */
  takeOver?: boolean;
  /** true: the operator provides the certificate, and no CA is asked; undefined: as the stored one is */
  imported?: boolean | undefined;
  /** the hours in which a due renewal may run (RENEW_SCHEDULE) */
  schedule?: Schedule | undefined;
}

/** One check of one lineage, with the lock held. */
export interface LineageCheck {
  lineage: Lineage;
  /** names of the lineage that could not be proven and are left out this time */
  leftOut?: readonly string[];
  options: RunOptions;
  parts: Parts;
  rules: Rules;
  /** made when the stored certificate was read */
  identity: LineageIdentity;
  session: LedgerSession;
  signal: AbortSignal;
}

/** The lineage's page, read once. */
export interface LedgerSession {
  entry(): LedgerEntry;
  /** On the disk before the next step begins: what a limit is reckoned from, and what must be made up for after a kill. */
  write(change: Change): Promise<void>;
  /** What the next check would find out again: on the disk with the next write, or at the end of the check. */
  note(change: Change): Promise<void>;
}

type Change = (entry: LedgerEntry) => LedgerEntry;

export async function openLedgerSession(name: string, ledger: Ledger): Promise<LedgerSession> {
  let entry = await ledger.read(name);
  const by = (keep: Ledger["write"]) => async (change: Change) => {
    const next = change(entry);
    if (next === entry) return;
    await keep(name, next);
    entry = next;
  };
  return { entry: () => entry, write: by(ledger.write), note: by(ledger.note) };
}
