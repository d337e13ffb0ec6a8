import { rename } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Ledger, LedgerPage, Print } from "../model/contracts.ts";
import { onDisk } from "./disk-problem.ts";
import { makeFolder, readText, replaceFile } from "./files.ts";

const page = z.object({
  failures: z.int().min(0),
  notBefore: z.iso.datetime().optional(),
  lastProblem: z.string().optional(),
  deployed: z.string().optional(),
});
const book = z.object({ pages: z.record(z.string(), page) });
type Book = z.infer<typeof book>;

/**
 * What was tried, in httpsidecar/ledger.json under certbot's folder (certbot leaves it alone). Written with the lock
 * held. A damaged file is set aside and said, and the next page starts a new one.
 */
export function ledger(folder: string, say: Print): Ledger {
  const place = join(folder, "httpsidecar");
  const path = join(place, "ledger.json");
  return {
    read: (name) =>
      onDisk(place, async () => {
        const { pages } = await readBook(path, say);
        return pageOf(Object.hasOwn(pages, name) ? pages[name] : undefined);
      }),
    write: (name, written) =>
      onDisk(place, async () => {
        const { pages } = await readBook(path, say);
        const next: Book = { pages: { ...pages, [name]: { ...written, notBefore: written.notBefore?.toISOString() } } };
        await makeFolder(place, 0o700);
        await replaceFile(path, `${JSON.stringify(next, null, 2)}\n`, `${path}.new`, 0o600);
      }),
  };
}

async function readBook(path: string, say: Print): Promise<Book> {
  const text = await readText(path);
  if (text === undefined) return { pages: {} };
  const parsed = book.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data;
  const aside = `${path}.damaged`;
  await rename(path, aside);
  say(`warning: ${path} could not be read and lies in ${aside} now: earlier failures are forgotten`);
  return { pages: {} };
}

function pageOf(found: z.infer<typeof page> | undefined): LedgerPage {
  const { failures = 0, notBefore, lastProblem, deployed } = found ?? {};
  return { failures, notBefore: notBefore === undefined ? undefined : new Date(notBefore), lastProblem, deployed };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
