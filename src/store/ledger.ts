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
  /** pages that no write has begun with yet */
  noted?: Map<string, Page> | undefined;
  /** those of the write under way */
  begun?: Map<string, Page> | undefined;
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

/**
 * What was tried, in httpsidecar/ledger.json under the folder (certbot leaves it alone). Written with the lock held, by
 * one write at a time with all that wait for it. A damaged file is said, and the next page starts a new one. Throws
 * Problem for what the disk refuses.
 */
export function ledger(folder: string, say: Print, { copyIn, memory = {} }: LedgerOptions = {}): Ledger {
  const file = ownFile(folder, "ledger.json", pagesSchema, { say, memory });
  const pages = () => askedTogether(file, memory);
  const pageFor = async (name: string) => {
    const written = await pages();
    return memory.noted?.get(name) ?? memory.begun?.get(name) ?? written.get(name);
  };
  const note = async (name: string, entry: LedgerEntry) => {
    const page = asRead(pageOf(entry, await pageFor(name)));
    memory.noted = (memory.noted ?? new Map<string, Page>()).set(name, page);
  };
  const settle = () => nextWrite(memory, async (begun) => {
    const after = new Map([...(await pages()), ...begun]);
    const content = { pages: Object.fromEntries(after) };
    await file.write(content);
    if (memory.good !== undefined) memory.last = { state: memory.good, pages: after };
    // a copy that the disk refuses is no loss
    if (copyIn !== undefined) await writeCopy(join(copyIn, "httpsidecar"), content).catch(() => undefined);
  });
  return {
    ...{ note, settle },
    read: async (name) => entryOn(await pageFor(name)),
    async othersSpending(name) {
      const all = new Map([...(await pages()), ...(memory.begun ?? []), ...(memory.noted ?? [])]);
      return spendingOf([...all].filter(([key]) => key !== name));
    },
    async write(name, entry) {
      await note(name, entry);
      await settle();
    },
  };
}

/** Writes all that was noted until the write before it has ended. Throws for each that waits for it. */
async function nextWrite(memory: LedgerMemory, write: (begun: Map<string, Page>) => Promise<void>): Promise<void> {
  if (!memory.noted) return await memory.writing;
  memory.next ??= Promise.resolve(memory.writing?.catch(() => undefined)).then(() => {
    const begun = memory.noted ?? new Map<string, Page>();
    memory.next = undefined;
    memory.noted = undefined;
    memory.begun = begun;
    memory.writing = write(begun).finally(() => {
      memory.begun = undefined;
      memory.writing = undefined;
    });
    return memory.writing;
  });
  await memory.next;
}

/** A page is never changed, so each is understood once: a round asks for those of all lineages, several times. */
const understood = new WeakMap<object, LedgerEntry>();

function entryOn(page: Page | undefined): LedgerEntry {
  const entry = (page && understood.get(page)) ?? entryOf(page);
  if (page) understood.set(page, entry);
  return entry;
}

const asRead = (page: Page): Page => JSON.parse(JSON.stringify(page));

async function writeCopy(place: string, content: object): Promise<void> {
  await makeFolder(place, 0o700);
  await replaceFile(join(place, "ledger.json"), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

function spendingOf(pages: readonly (readonly [string, Page])[]) {
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

/** Read once for each state of the file; each write is a new file by rename, and nobody else writes during our own. */
async function currentPages(file: OwnFile<LedgerPages>, memory: LedgerMemory): Promise<LedgerPages> {
  if (memory.begun && memory.last) return memory.last.pages;
  const state = await onDisk(file.path, () => fileState(file.path));
  if (state === undefined) return new Map();
  if (memory.last?.state === state) return memory.last.pages;
  const pages = await file.read();
  // one that is damaged is read, and said, each time
  if (pages) memory.last = { state, pages };
  return pages ?? new Map();
}
