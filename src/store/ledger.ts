import { rename } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { makeFolder, readText } from "../base/files.ts";
import type { Ledger, Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { onDisk } from "./disk-problem.ts";
import { entryOf, type LedgerPages, pageOf, parsePages, printPages } from "./ledger-text.ts";

/**
 * What was tried, in httpsidecar/ledger.json under certbot's folder (certbot leaves it alone). Written with the lock
 * held. A damaged file is set aside and said, and the next page starts a new one.
 */
export function ledger(folder: string, say: Print): Ledger {
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
        await makeFolder(place, 0o700);
        await replaceFile(path, printPages(after), { mode: 0o600 });
      }),
  };
}

function spendingOf(pages: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) {
  const spent = pages.map(([, { attempts, orders }]) => entryOf({ attempts, orders }));
  return { attempts: spent.flatMap(({ attempts }) => attempts), orders: spent.flatMap(({ orders }) => orders) };
}

/** Parsed once for each text: a thousand lineages read it a thousand times. */
function pagesAt(path: string, say: Print): () => Promise<LedgerPages> {
  let last: { text: string; pages: LedgerPages } | undefined;
  return async () => {
    const text = await readText(path);
    if (text === undefined) return new Map();
    if (last?.text === text) return last.pages;
    const pages = parsePages(text);
    if (!pages) return await startAnew(path, say);
    last = { text, pages };
    return pages;
  };
}

async function startAnew(path: string, say: Print): Promise<LedgerPages> {
  const aside = `${path}.damaged`;
  await rename(path, aside);
  say(phrase`warning: ${path} could not be read and is now in ${aside}: earlier failures are forgotten`);
  return new Map();
}
