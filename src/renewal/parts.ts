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
import type { Lineage } from "../model/lineage.ts";
import type { LineageIdentity } from "../model/lineage-identity.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Rules } from "./rules.ts";

/** Every part that a renewal needs, handed in by assemble. */
export interface Parts {
  store: LineageStore;
  accounts: Pick<AccountStore, "find">;
  ledger: Ledger;
  pendingOrders: PendingOrderStore;
  preflight: Preflight;
  authority: CertificateAuthority;
  /** the staging twin of a production authority, asked first when there are doubts */
  rehearsal: Twin | undefined;
  deployer: Deployer;
  clock: Clock;
  random: () => number;
  /** ms, the longest wait between two questions to the authority when to renew; six hours unless told */
  askEvery?: number;
  /** steps, for those who watch */
  say: Print;
  rules?: Rules;
}

export interface Twin {
  /** ACME directory URL */
  directory: string;
  authority: CertificateAuthority;
}

/** What this run is for. */
export interface RunOptions {
  /** ACME directory that is asked */
  directory: string;
  force: boolean;
  /** a command asked for it: its hour was chosen, whatever RENEW_SCHEDULE says */
  onCommand?: boolean;
  /** a person asked, at a terminal: a pause does not hold it back */
  byHand: boolean;
  /** a name that cannot be proven is left out (--allow-subset-of-names) */
  allowSubset?: boolean;
  /** the names were typed for this very run: what is not among them goes */
  exactly?: boolean;
  /** a staging certificate may take the place of a real one (--break-my-certs) */
  breakMyCerts?: boolean;
  /** the operator names how names are proven (--webroot, --standalone), whatever the conf says */
  takeOver?: boolean;
  /** true: the operator brings the certificate, and no authority is asked; undefined: as the stored one is */
  imported?: boolean | undefined;
  /** the hours in which a renewal that is due may run (RENEW_SCHEDULE) */
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
  /** made once, when the stored certificate was read */
  identity: LineageIdentity;
  session: LedgerSession;
  signal: AbortSignal;
}

/** The lineage's page, read once; every change is on the disk before the next step begins. */
export interface LedgerSession {
  entry(): LedgerEntry;
  write(change: (entry: LedgerEntry) => LedgerEntry): Promise<void>;
}

export async function openLedgerSession(name: string, ledger: Ledger): Promise<LedgerSession> {
  let entry = await ledger.read(name);
  return {
    entry: () => entry,
    async write(change) {
      const next = change(entry);
      if (next === entry) return;
      await ledger.write(name, next);
      entry = next;
    },
  };
}
