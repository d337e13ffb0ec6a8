import type { CertificateAuthority, LineageStore } from "../../src/model/contracts.ts";
import { emptyEntry, type LedgerEntry, type Spending } from "../../src/model/ledger.ts";
import type { Certificate, OpenOrder, ShownCertificate, WindowAnswer } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import type { Parts } from "../../src/renewal/parts.ts";
import { certificate } from "./given.ts";

export interface Fakes {
  parts: Parts;
  /** every call, in order */
  diary: string[];
  /** what is written on the lineage's page */
  entry(): LedgerEntry;
  /** the order that is left */
  open(): OpenOrder | undefined;
}

export interface FakeWorld {
  now?: Date;
  stored?: Certificate;
  /** what is read once something was saved; `stored` unless told */
  savedAfter?: Certificate;
  entry?: Partial<LedgerEntry>;
  /** what other lineages spent */
  others?: Spending;
  /** what the CA gives; a fresh certificate of 90 days unless told */
  issued?: Certificate;
  doubts?: readonly string[];
  https?: "on" | "off";
  /** what nginx shows before anything is deployed */
  shown?: ShownCertificate;
  twin?: boolean;
  /** what the CA answers about when to renew; it has no ARI unless told */
  window?: WindowAnswer;
  /** ms, the longest wait between two questions about that */
  askEvery?: number;
  /** there is no account before the authority is asked */
  newAccount?: boolean;
  /** an order that an earlier run left */
  open?: OpenOrder;
  /** the stored certificate came of it */
  openIsSaved?: boolean;
  /** nginx serves something else */
  different?: boolean;
  /** throws when the named step is reached */
  breaksAt?: Record<string, Error>;
}

/** Hand-made parts that write down what is asked of them. */
export function fakes(world: FakeWorld = {}): Fakes {
  const diary: string[] = [];
  const now = world.now ?? new Date("2026-11-20T12:00:00Z");
  let entry: LedgerEntry = { ...emptyEntry, ...world.entry };
  let open = world.open;
  const write = async (line: string) => {
    diary.push(line);
    const broken = world.breaksAt?.[line];
    if (broken) throw broken;
  };
  const fresh = world.issued ?? certificate({ version: 2, fingerprint: "CC:DD", serial: "0B", notBefore: now });
  const issued = { privateKeyPem: "", fullchainPem: "", directory: "https://ca.test/dir", accountId: "" };
  const authority = (name: string): CertificateAuthority => ({
    issue: async (_, { open: given, replaces, keep }) => {
      if (given) diary.push(`take up ${given.url}`);
      if (replaces) diary.push(`replace ${replaces.certificateId}`);
      await write(`issue at ${name}`);
      await keep?.({ ...openOrder, ...given });
      return issued;
    },
    expectIssue: () => undefined,
    caaIdentities: async () => [],
    certificateId: (fullchainPem) => (world.window ? `id of ${fullchainPem}` : undefined),
    async renewalWindow(_, __, mayAskResponder) {
      await write("ask for the window");
      if (mayAskResponder) await write("ask the responder, if it has no ARI");
      return world.window ?? { window: undefined };
    },
  });
  const store: LineageStore = {
    exclusively: async (work) => write("lock").then(work),
    read: async () => (diary.includes("save") ? (world.savedAfter ?? world.stored) : world.stored),
    hasKey: async () => world.openIsSaved ?? false,
    list: async () => [],
    save: async () => write("save").then(() => fresh),
    checkWritable: async () => write("check the store"),
    linkTypedName: async () => write("link"),
  };
  const parts: Parts = {
    store,
    ledger: {
      read: async () => entry,
      othersSpending: async () => world.others ?? { attempts: [], orders: [] },
      write: async (_, next) => {
        entry = next;
      },
      note: async (_, next) => {
        entry = next;
      },
      settle: async () => {},
    },
    preflight: {
      check: async (_, { mend }) =>
        write(mend ? "preflight" : "preflight without mending").then(() => world.doubts ?? []),
    },
    authority: authority("the authority"),
    accounts: {
      find: async () => (world.newAccount && !diary.some((line) => line.startsWith("issue")) ? undefined : account),
    },
    pendingOrders: {
      read: async () => open,
      put: async (_, order) => {
        open = order;
      },
      drop: async () => {
        open = undefined;
      },
    },
    rehearsal: world.twin ? { directory: twinDirectory, authority: authority("its staging twin") } : undefined,
    deployer: {
      deploy: async () => write("deploy").then(() => ({ https: world.https ?? "on", outside, lines: [outside] })),
      serves: async () => !world.different,
      shown: async () => world.shown,
      prove: async () => write("prove").then(() => ({ problem: world.different ? notServed : undefined, outside })),
    },
    clock: { now: () => now },
    random: () => 0,
    ...(world.askEvery === undefined ? {} : { askEvery: world.askEvery }),
    say: (line) => diary.push(`say ${line}`),
  };
  return { parts, diary, entry: () => entry, open: () => open };
}

const account = { id: "account 1", privateKeyPem: "", url: "" };
const outside = "https://dify.test is live";
const twinDirectory = "https://staging.ca.test/dir";
const notServed = new Problem({ code: "not-served", message: "nginx serves another", fix: "look", retry: "look" });

export const openOrder: OpenOrder = {
  url: "https://ca.test/order/1",
  directory: "https://ca.test/dir",
  accountId: "account 1",
  domains: ["dify.test"],
  privateKeyPem: "",
  profile: undefined,
};
