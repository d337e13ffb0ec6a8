import { stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { makeFolder } from "../base/files.ts";
import { missingToUndefined } from "../base/system-error.ts";
import type { Ledger, Print } from "../model/contracts.ts";
import { onDisk } from "./disk-problem.ts";
import { entryOf, type LedgerPages, pageOf, pagesSchema } from "./ledger-text.ts";
import { type OwnFile, ownFile } from "./own-file.ts";

/**
 * What was tried, in httpsidecar/ledger.json under the folder (certbot leaves it alone). Written with the lock held. A
 * damaged file is said, and the next page starts a new one. `copyIn`: gets a copy of each state, which is never read.
 * Throws Problem for what the disk refuses.
 */
export function ledger(folder: string, say: Print, copyIn?: string): Ledger {
  const file = ownFile(folder, "ledger.json", pagesSchema, say);
  const pages = pagesOf(file);
  return {
    read: async (name) => entryOf((await pages()).get(name)),
    othersSpending: async (name) => spendingOf([...(await pages())].filter(([key]) => key !== name)),
    async write(name, entry) {
      const before = await pages();
      const after = new Map(before).set(name, pageOf(entry, before.get(name)));
      const content = { pages: Object.fromEntries(after) };
      await file.write(content);
      // a copy that the disk refuses is no loss
      if (copyIn !== undefined) await writeCopy(join(copyIn, "httpsidecar"), content).catch(() => undefined);
    },
  };
}

async function writeCopy(place: string, content: object): Promise<void> {
  await makeFolder(place, 0o700);
  await replaceFile(join(place, "ledger.json"), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

function spendingOf(pages: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) {
  const spent = pages.map(([, { attempts, orders }]) => entryOf({ attempts, orders }));
  return { attempts: spent.flatMap(({ attempts }) => attempts), orders: spent.flatMap(({ orders }) => orders) };
}

/** Read once for each state of the file: a thousand lineages ask for their page. */
function pagesOf(file: OwnFile<LedgerPages>): () => Promise<LedgerPages> {
  let last: { state: string; pages: LedgerPages } | undefined;
  return async () => {
    const state = await onDisk(file.path, () => stateOf(file.path));
    if (state === undefined) return new Map();
    if (last?.state !== state) last = { state, pages: (await file.read()) ?? new Map() };
    return last.pages;
  };
}

/** Each write is a new file by rename. */
async function stateOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(missingToUndefined);
  return stats && `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.size}`;
}
