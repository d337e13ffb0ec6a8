import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { makeFolder } from "../base/files.ts";
import { missingToUndefined } from "../base/system-error.ts";
import type { Ledger, Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { onDisk } from "./disk-problem.ts";
import { entryOf, type LedgerPages, pageOf, parsePages, printPages } from "./ledger-text.ts";
import { readLedgerText } from "./read-text.ts";

/**
 * What was tried, in httpsidecar/ledger.json under the folder (certbot leaves it alone). Written with the lock held. A
 * damaged file is set aside and said, and the next page starts a new one. `copyIn`: where each state is left as well,
 * and never read.
 */
export function ledger(folder: string, say: Print, copyIn?: string): Ledger {
  const place = join(folder, "httpsidecar");
  const path = join(place, "ledger.json");
  const pages = pagesAt(path, say);
  return {
    read: (name) => onDisk(place, async () => entryOf((await pages()).get(name))),
    othersSpending: (name) =>
      onDisk(place, async () => spendingOf([...(await pages())].filter(([key]) => key !== name))),
    write: (name, entry) =>
      onDisk(place, async () => {
        const before = await pages();
        const after = new Map(before).set(name, pageOf(entry, before.get(name)));
        await writeIn(place, printPages(after));
        // nobody misses a copy that the disk refuses
        if (copyIn !== undefined) await writeIn(join(copyIn, "httpsidecar"), printPages(after)).catch(() => undefined);
      }),
  };
}

async function writeIn(place: string, text: string): Promise<void> {
  await makeFolder(place, 0o700);
  await replaceFile(join(place, "ledger.json"), text, { mode: 0o600 });
}

function spendingOf(pages: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) {
  const spent = pages.map(([, { attempts, orders }]) => entryOf({ attempts, orders }));
  return { attempts: spent.flatMap(({ attempts }) => attempts), orders: spent.flatMap(({ orders }) => orders) };
}

/** Read once for each state of the file: a thousand lineages ask for their page. */
function pagesAt(path: string, say: Print): () => Promise<LedgerPages> {
  let last: { state: string; pages: LedgerPages } | undefined;
  return async () => {
    const state = await stateOf(path);
    if (state === undefined) return new Map();
    if (last?.state === state) return last.pages;
    const text = await readLedgerText(path);
    const pages = text === undefined ? new Map() : parsePages(text);
    if (!pages) return await startAnew(path, say);
    last = { state, pages };
    return pages;
  };
}

/** Each write is a new file by rename. */
async function stateOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(missingToUndefined);
  return stats && `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.size}`;
}

async function startAnew(path: string, say: Print): Promise<LedgerPages> {
  const aside = `${path}.damaged`;
  await rename(path, aside);
  say(phrase`warning: ${path} could not be read and is now in ${aside}: earlier failures are forgotten`);
  return new Map();
}
