import type { Ledger, LineageStore, PendingOrderStore } from "../../src/model/contracts.ts";
import { emptyEntry, type LedgerEntry } from "../../src/model/ledger.ts";
import type { Certificate, IssuedCertificate, Lineage, OpenOrder } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import { completeVersions, kinds, nextVersion, outdatedFiles } from "../../src/store/layout.ts";
import { entryOf, pageOf, pagesSchema } from "../../src/store/ledger-text.ts";
import type { Disk } from "./disk.ts";
import { certificateOf, parseLeaf } from "./leaf.ts";
import { Violation, type World } from "./world.ts";

/**
 * The ledger on the simulated disk. What a process reads first went through the ledger's own text, as on a real one; what
 * is noted is in the process alone until the next write.
 */
export function simulatedLedger(disk: Disk): Ledger {
  let seen: LedgerEntry | undefined;
  let latest = emptyEntry;
  let noted: LedgerEntry | undefined;
  const write = async (_: string, entry: LedgerEntry) => {
    noted = undefined;
    disk.replace("ledger", entry);
    seen = entry;
    latest = entry;
  };
  return {
    write,
    note: async (_, entry) => {
      noted = entry;
    },
    settle: async () => {
      if (noted) await write("", noted);
    },
    async read(name) {
      if (noted) return noted;
      const written = disk.object("ledger") as LedgerEntry | undefined;
      if (written === undefined) return emptyEntry;
      // another process may have written it
      if (written !== seen)
        latest = entryOf(
          pagesSchema.parse(JSON.parse(JSON.stringify({ pages: { [name]: pageOf(written) } }))).get(name),
        );
      seen = written;
      return latest;
    },
    othersSpending: async () => ({ attempts: [], orders: [] }),
  };
}

export function simulatedPendingOrders(disk: Disk): PendingOrderStore {
  return {
    read: async () => {
      const text = disk.read("order");
      return text === undefined ? undefined : (JSON.parse(text) as OpenOrder);
    },
    put: async (_, order) => disk.replace("order", JSON.stringify(order)),
    drop: async () => disk.remove("order"),
  };
}

export interface StoreOptions {
  /** the order in which a version is written */
  order?: readonly (typeof kinds)[number][];
  /** hears of each version that the links lead to */
  saved?: (fingerprint: string) => void;
  /** what the processes on one volume share */
  shared?: Shared;
}

export interface Shared {
  locked: boolean;
  /** after this many crashes leftovers were mended; -1: there may be some */
  mendedAfter: number;
}

/** saveLineage's and mendLineage's steps, one by one, over the simulated disk, with the store's own layout rules. */
export function simulatedStore(
  world: World,
  disk: Disk,
  { order = kinds, saved = () => {}, shared = { locked: false, mendedAfter: -1 } }: StoreOptions = {},
): LineageStore {
  let cached: { text: string; certificate: Certificate } | undefined;

  function mend(): void {
    if (shared.mendedAfter === disk.crashes()) return;
    shared.mendedAfter = disk.crashes();
    const whole = completeVersions(disk.names("archive/")).find((version) => isWhole(disk, version));
    if (whole === undefined) return;
    const conf = disk.read("conf.new");
    if (conf !== undefined) disk.rename("conf.new", "conf");
    if (linked(disk) !== whole) link(whole);
    disk.syncNames();
  }
  function link(version: number): void {
    for (const kind of kinds) disk.create(`live/${kind}`, `${version}`);
  }
  async function save(lineage: Lineage, issued: IssuedCertificate): Promise<Certificate> {
    // should the disk refuse half way, the next look mends first
    shared.mendedAfter = -1;
    disk.create("conf.new", JSON.stringify({ directory: issued.directory, accountId: issued.accountId }));
    disk.syncNames();
    const version = nextVersion(disk.names("archive/"));
    for (const kind of order) {
      disk.create(`archive/${kind}${version}.pem`, kind === "privkey" ? issued.privateKeyPem : issued.fullchainPem);
    }
    disk.syncNames();
    disk.rename("conf.new", "conf");
    disk.syncNames();
    link(version);
    disk.syncNames();
    for (const file of outdatedFiles(disk.names("archive/"), version)) disk.remove(`archive/${file}`);
    const { directory, accountId } = issued;
    return certificateOf(issued.fullchainPem, { name: lineage.name, version, directory, accountId });
  }
  async function read(name: string): Promise<Certificate | undefined> {
    const version = linked(disk);
    if (version === undefined) return undefined;
    const text = disk.read(`archive/fullchain${version}.pem`) ?? "";
    if (disk.read(`archive/privkey${version}.pem`) !== parseLeaf(text).key)
      throw new Violation("a pair on disk does not match");
    if (cached?.text === text) return cached.certificate;
    const conf = JSON.parse(disk.read("conf") ?? "{}") as { directory?: string; accountId?: string };
    const place = { name, version, directory: conf.directory, accountId: conf.accountId };
    cached = { text, certificate: certificateOf(text, place) };
    saved(cached.certificate.fingerprint);
    return cached.certificate;
  }
  return {
    read,
    save,
    async exclusively(work) {
      world.step(20);
      if (shared.locked || world.is("locked")) throw locked();
      shared.locked = true;
      try {
        mend();
        return await work();
      } finally {
        shared.locked = false;
      }
    },
    hasKey: async (name, privateKeyPem) => {
      const certificate = await read(name);
      return certificate !== undefined && parseLeaf(certificate.fullchainPem).key === privateKeyPem;
    },
    list: async () => [],
    linkTypedName: async () => {},
    checkWritable: async () => disk.replace("probe", ""),
  };
}

function isWhole(disk: Disk, version: number): boolean {
  const key = disk.read(`archive/privkey${version}.pem`);
  const chain = disk.read(`archive/fullchain${version}.pem`);
  return chain !== undefined && parseLeaf(chain).key === key;
}

/** Readers between two of the four renames see links that disagree: nothing is linked then. */
function linked(disk: Disk): number | undefined {
  const version = disk.read(links[0] ?? "");
  return version !== undefined && links.every((link) => disk.read(link) === version) ? Number(version) : undefined;
}

const links = kinds.map((kind) => `live/${kind}`);

function locked(): Problem {
  return new Problem({ code: "locked", message: "another run is at work", fix: "wait", retry: "look" });
}
