import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { Ledger, Print } from "../model/contracts.ts";
import { emptyPage } from "../model/ledger.ts";
import { phrase } from "../model/phrase.ts";
import { onDisk } from "./disk-problem.ts";
import { makeFolder, readText, replaceFile } from "./files.ts";
import { type Book, parseBook, printBook } from "./ledger-text.ts";

/**
 * What was tried, in httpsidecar/ledger.json under certbot's folder (certbot leaves it alone). Written with the lock
 * held. A damaged file is set aside and said, and the next page starts a new one.
 */
export function ledger(folder: string, say: Print): Ledger {
  const place = join(folder, "httpsidecar");
  const path = join(place, "ledger.json");
  return {
    read: (name) => onDisk(place, async () => (await readBook(path, say)).get(name) ?? emptyPage),
    write: (name, page) =>
      onDisk(place, async () => {
        const pages = new Map(await readBook(path, say)).set(name, page);
        await makeFolder(place, 0o700);
        await replaceFile(path, printBook(pages), `${path}.new`, 0o600);
      }),
  };
}

async function readBook(path: string, say: Print): Promise<Book> {
  const text = await readText(path);
  if (text === undefined) return new Map();
  const parsed = parseBook(text);
  if (parsed) return parsed;
  const aside = `${path}.damaged`;
  await rename(path, aside);
  say(phrase`warning: ${path} could not be read and lies in ${aside} now: earlier failures are forgotten`);
  return new Map();
}
