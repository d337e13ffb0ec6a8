import { rename } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { makeFolder, readText } from "../base/files.ts";
import type { Ledger, Print } from "../model/contracts.ts";
import { emptyEntry } from "../model/ledger.ts";
import { phrase } from "../model/phrase.ts";
import { onDisk } from "./disk-problem.ts";
import { type LedgerEntries, parseLedger, printLedger } from "./ledger-text.ts";

/**
 * What was tried, in httpsidecar/ledger.json under certbot's folder (certbot leaves it alone). Written with the lock
 * held. A damaged file is set aside and said, and the next page starts a new one.
 */
export function ledger(folder: string, say: Print): Ledger {
  const place = join(folder, "httpsidecar");
  const path = join(place, "ledger.json");
  return {
    read: (name) => onDisk(place, async () => (await readLedger(path, say)).get(name) ?? emptyEntry),
    write: (name, entry) =>
      onDisk(place, async () => {
        const pages = new Map(await readLedger(path, say)).set(name, entry);
        await makeFolder(place, 0o700);
        await replaceFile(path, printLedger(pages), { mode: 0o600 });
      }),
  };
}

async function readLedger(path: string, say: Print): Promise<LedgerEntries> {
  const text = await readText(path);
  if (text === undefined) return new Map();
  const parsed = parseLedger(text);
  if (parsed) return parsed;
  const aside = `${path}.damaged`;
  await rename(path, aside);
  say(phrase`warning: ${path} could not be read and lies in ${aside} now: earlier failures are forgotten`);
  return new Map();
}
