import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { fileState } from "../base/file-state.ts";
import { makeFolder } from "../base/files.ts";
import type { JsonFileMemory } from "../base/json-file.ts";
import type { Ledger, Print } from "../model/contracts.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import { onDisk } from "./disk-problem.ts";
import { entryOf, type LedgerPages, pageOf, pagesSchema } from "./ledger-text.ts";
import { type OwnFile, ownFile } from "./own-file.ts";

/** The pages as this process has read or written them last, with the state of the file then. */
export interface LedgerMemory extends JsonFileMemory {
  last?: { state: string; pages: LedgerPages };
  /** what all that ask in this turn get, before the file is looked at */
  asked?: Promise<LedgerPages> | undefined;
}

export interface LedgerOptions {
  /** gets a copy of each state, which is never read */
  copyIn?: string | undefined;
  memory?: LedgerMemory;
}

/**
 * What was tried, in httpsidecar/ledger.json under the folder (certbot leaves it alone). Written with the lock held. A
 * damaged file is said, and the next page starts a new one. Throws Problem for what the disk refuses.
 */
export function ledger(folder: string, say: Print, { copyIn, memory = {} }: LedgerOptions = {}): Ledger {
  const file = ownFile(folder, "ledger.json", pagesSchema, { say, memory });
  const pages = () => askedTogether(file, memory);
  return {
    read: async (name) => entryOn((await pages()).get(name)),
    othersSpending: async (name) => spendingOf([...(await pages())].filter(([key]) => key !== name)),
    async write(name, entry) {
      const before = await pages();
      const page = asRead(pageOf(entry, before.get(name)));
      const after = new Map(before).set(name, page);
      const content = { pages: Object.fromEntries(after) };
      await file.write(content);
      if (memory.good !== undefined) memory.last = { state: memory.good, pages: after };
      // a copy that the disk refuses is no loss
      if (copyIn !== undefined) await writeCopy(join(copyIn, "httpsidecar"), content).catch(() => undefined);
    },
  };
}

/** A page is never changed, so each is understood once: a round asks for those of all lineages, several times. */
const understood = new WeakMap<object, LedgerEntry>();

function entryOn(page: Readonly<Record<string, unknown>> | undefined): LedgerEntry {
  const entry = (page && understood.get(page)) ?? entryOf(page);
  if (page) understood.set(page, entry);
  return entry;
}

const asRead = (page: Readonly<Record<string, unknown>>): Record<string, unknown> => JSON.parse(JSON.stringify(page));

async function writeCopy(place: string, content: object): Promise<void> {
  await makeFolder(place, 0o700);
  await replaceFile(join(place, "ledger.json"), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

function spendingOf(pages: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) {
  const spent = pages.map(([, page]) => entryOn(page));
  return { attempts: spent.flatMap(({ attempts }) => attempts), orders: spent.flatMap(({ orders }) => orders) };
}

/** A round asks for the pages of all lineages at once, and the file is as large as they are many. */
function askedTogether(file: OwnFile<LedgerPages>, memory: LedgerMemory): Promise<LedgerPages> {
  memory.asked ??= Promise.resolve().then(() => {
    memory.asked = undefined;
    return currentPages(file, memory);
  });
  return memory.asked;
}

/** Read once for each state of the file; each write is a new file by rename. */
async function currentPages(file: OwnFile<LedgerPages>, memory: LedgerMemory): Promise<LedgerPages> {
  const state = await onDisk(file.path, () => fileState(file.path));
  if (state === undefined) return new Map();
  if (memory.last?.state === state) return memory.last.pages;
  const pages = await file.read();
  // one that is damaged is read, and said, each time
  if (pages) memory.last = { state, pages };
  return pages ?? new Map();
}
