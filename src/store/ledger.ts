import { dirname, join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { fileStateNow } from "../base/file-state.ts";
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
  /** what no write has begun with yet */
  noted?: Map<string, LedgerEntry> | undefined;
  /** what the write under way began with */
  begun?: Map<string, LedgerEntry> | undefined;
  /** the write under way, and the one after it */
  writing?: Promise<void> | undefined;
  next?: Promise<void> | undefined;
}

type Page = Readonly<Record<string, unknown>>;

export interface LedgerOptions {
  /** gets a copy of each state, which is never read */
  copyIn?: string | undefined;
  memory?: LedgerMemory;
}

/** Of the ledger that lies under this folder. */
export const ledgerPath = (folder: string) => join(folder, "httpsidecar", "ledger.json");

/**
 * What was tried, in httpsidecar/ledger.json under the folder (certbot leaves it alone). Written with the lock held, by
 * one write at a time with all that wait for it. A damaged file is said, and the next page starts a new one. Throws
 * Problem for what the disk refuses.
 */
export function ledger(folder: string, say: Print, { copyIn, memory = {} }: LedgerOptions = {}): Ledger {
  const file = ownFile(folder, "ledger.json", pagesSchema, { say, memory });
  const pages = () => askedTogether(file, memory);
  const newer = (name: string) => memory.noted?.get(name) ?? memory.begun?.get(name);
  const note = async (name: string, entry: LedgerEntry) => {
    memory.noted = (memory.noted ?? new Map<string, LedgerEntry>()).set(name, entry);
  };
  const write = async (before: LedgerPages, entries: ReadonlyMap<string, LedgerEntry>) => {
    const changed = [...entries].map(([name, entry]) => [name, asRead(pageOf(entry, before.get(name)))] as const);
    const after = new Map([...before, ...changed]);
    const content = { pages: Object.fromEntries(after) };
    await file.write(content);
    if (memory.good !== undefined) memory.last = { state: memory.good, pages: after };
    // a copy that the disk refuses is no loss
    if (copyIn !== undefined) await writeCopy(copyIn, content).catch(() => undefined);
  };
  const settle = () => nextWrite(memory, pages, write);
  return {
    ...{ note, settle },
    read: async (name) => newer(name) ?? entryOn((await pages()).get(name)),
    async othersSpending(name) {
      const known = await pages();
      const names = new Set([...known.keys(), ...(memory.begun?.keys() ?? []), ...(memory.noted?.keys() ?? [])]);
      return spendingOf(
        [...names].filter((each) => each !== name).map((each) => newer(each) ?? entryOn(known.get(each))),
      );
    },
    async write(name, entry) {
      await note(name, entry);
      await settle();
    },
  };
}

type Write = (before: LedgerPages, entries: ReadonlyMap<string, LedgerEntry>) => Promise<void>;

/** Writes all that is noted until the write before it has ended. Throws for each that waits for it. */
async function nextWrite(memory: LedgerMemory, pages: () => Promise<LedgerPages>, write: Write): Promise<void> {
  if (!memory.noted) return await memory.writing;
  memory.next ??= afterTheLast(memory, pages, write);
  await memory.next;
}

async function afterTheLast(memory: LedgerMemory, pages: () => Promise<LedgerPages>, write: Write): Promise<void> {
  await memory.writing?.catch(() => undefined);
  const before = pages();
  await before.catch(() => undefined);
  const begun = memory.noted ?? new Map<string, LedgerEntry>();
  Object.assign(memory, { begun, noted: undefined, writing: memory.next, next: undefined });
  try {
    await write(await before, begun);
  } finally {
    Object.assign(memory, { begun: undefined, writing: undefined });
  }
}

/** A page is never changed, so each is understood once: a round asks for those of all lineages, several times. */
const understood = new WeakMap<object, LedgerEntry>();

function entryOn(page: Page | undefined): LedgerEntry {
  const entry = (page && understood.get(page)) ?? entryOf(page);
  if (page) understood.set(page, entry);
  return entry;
}

const asRead = (page: Page): Page => JSON.parse(JSON.stringify(page));

async function writeCopy(folder: string, content: object): Promise<void> {
  await makeFolder(dirname(ledgerPath(folder)), 0o700);
  await replaceFile(ledgerPath(folder), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

function spendingOf(spent: readonly LedgerEntry[]) {
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

/** Read once for each state of the file; each write is a new file by rename, and nobody else writes during our own. */
async function currentPages(file: OwnFile<LedgerPages>, memory: LedgerMemory): Promise<LedgerPages> {
  if (memory.begun && memory.last) return memory.last.pages;
  const state = await onDisk(file.path, async () => fileStateNow(file.path));
  if (state === undefined) return new Map();
  if (memory.last?.state === state) return memory.last.pages;
  const pages = await file.read();
  // one that is damaged is read, and said, each time
  if (pages) memory.last = { state, pages };
  return pages ?? new Map();
}
