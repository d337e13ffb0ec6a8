import type {
  AccountStore,
  CertificateAuthority,
  Clock,
  Deployer,
  Ledger,
  LineageStore,
  OrderShelf,
  Preflight,
  Print,
} from "../model/contracts.ts";
import type { LedgerPage } from "../model/ledger.ts";
import type { Lineage } from "../model/lineage.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Rules } from "./rules.ts";

/** Every part that a renewal needs, handed in by assemble. */
export interface Parts {
  store: LineageStore;
  accounts: Pick<AccountStore, "find">;
  ledger: Ledger;
  shelf: OrderShelf;
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
export interface Wish {
  /** ACME directory that is asked */
  directory: string;
  force: boolean;
  dryRun: boolean;
  /** a person asked: a pause does not hold it back */
  byHand: boolean;
  /** a name that cannot be proven is left out (--allow-subset-of-names) */
  allowSubset?: boolean;
  /** a staging certificate may take the place of a real one (--break-my-certs) */
  breakMyCerts?: boolean;
  /** true: the operator brings the certificate, and no authority is asked; undefined: as the stored one is */
  own?: boolean | undefined;
  /** the hours in which a renewal that is due may run (RENEW_SCHEDULE) */
  schedule?: Schedule | undefined;
}

/** One look at one lineage, with the lock held. */
export interface Look {
  lineage: Lineage;
  /** names of the lineage that could not be proven and are left out this time */
  leftOut?: readonly string[];
  wish: Wish;
  parts: Parts;
  rules: Rules;
  book: Notebook;
  signal: AbortSignal;
}

/** The lineage's page, read once; every change is on the disk before the next step begins. */
export interface Notebook {
  page(): LedgerPage;
  write(change: (page: LedgerPage) => LedgerPage): Promise<void>;
}

export async function openNotebook(name: string, ledger: Ledger): Promise<Notebook> {
  let page = await ledger.read(name);
  return {
    page: () => page,
    async write(change) {
      const next = change(page);
      if (next === page) return;
      await ledger.write(name, next);
      page = next;
    },
  };
}
