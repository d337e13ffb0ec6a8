import type { LedgerPage, LineageStore } from "../../src/model/contracts.ts";
import type { Certificate } from "../../src/model/lineage.ts";
import type { Parts } from "../../src/renewal/update.ts";
import { certificate } from "./given.ts";

export interface Fakes {
  parts: Parts;
  /** every call, in order */
  diary: string[];
  /** what is written on the lineage's page */
  page(): LedgerPage;
}

export interface FakeWorld {
  now?: Date;
  stored?: Certificate;
  /** what is read once something was saved; `stored` unless told */
  savedAfter?: Certificate;
  page?: Partial<LedgerPage>;
  /** what the CA gives; a fresh certificate of 90 days unless told */
  issued?: Certificate;
  doubts?: readonly string[];
  https?: "on" | "off";
  twin?: boolean;
  /** throws when the named step is reached */
  breaksAt?: Record<string, Error>;
}

/** Hand-made parts that write down what is asked of them. */
export function fakes(world: FakeWorld = {}): Fakes {
  const diary: string[] = [];
  const now = world.now ?? new Date("2026-11-20T12:00:00Z");
  let page: LedgerPage = {
    failures: 0,
    notBefore: undefined,
    lastProblem: undefined,
    deployed: undefined,
    ...world.page,
  };
  const write = async (line: string) => {
    diary.push(line);
    const broken = world.breaksAt?.[line];
    if (broken) throw broken;
  };
  const fresh = world.issued ?? certificate({ version: 2, fingerprint: "CC:DD", serial: "0B", notBefore: now });
  const issued = { privateKeyPem: "", fullchainPem: "", directory: "https://ca.test/dir", accountId: "" };
  const authority = (name: string) => ({
    issue: async () => write(`issue at ${name}`).then(() => issued),
    caaIdentities: async () => [],
  });
  const store: LineageStore = {
    exclusively: async (work) => write("lock").then(work),
    read: async () => (diary.includes("save") ? (world.savedAfter ?? world.stored) : world.stored),
    list: async () => [],
    save: async () => write("save").then(() => fresh),
    checkWritable: async () => write("check the store"),
    linkSpelling: async () => write("link"),
  };
  const parts: Parts = {
    store,
    ledger: {
      read: async () => page,
      write: async (_, next) => {
        page = next;
      },
    },
    preflight: {
      check: async (_, { mend }) =>
        write(mend ? "preflight" : "preflight without mending").then(() => world.doubts ?? []),
    },
    authority: authority("the authority"),
    rehearsal: world.twin ? authority("its staging twin") : undefined,
    deployer: {
      deploy: async () =>
        write("deploy").then(() => ({ https: world.https ?? "on", lines: ["https://dify.test is live"] })),
    },
    clock: { now: () => now },
    random: () => 0,
    say: (line) => diary.push(`say ${line}`),
  };
  return { parts, diary, page: () => page };
}
