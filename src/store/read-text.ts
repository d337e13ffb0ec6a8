import { readSmall } from "../base/read-small.ts";

/** Much more than any conf, key or chain; the second one is enough for a ledger of a thousand lineages. */
const mebibyte = 1024 * 1024;
const largestLedger = 16 * mebibyte;

/**
 * A file below the certificates' folder, where nginx may write in some stacks; undefined if it does not exist. Never
 * waits for a FIFO. Throws Problem `not-a-file` and `too-large`.
 */
export async function readText(path: string, maxBytes = mebibyte): Promise<string | undefined> {
  return (await readSmall(path, { maxBytes }))?.toString();
}

/** The same of a file that grows with the number of lineages. */
export function readLedgerText(path: string): Promise<string | undefined> {
  return readText(path, largestLedger);
}

/** Throws the system's ENOENT if it does not exist. */
export async function readThere(path: string): Promise<string> {
  const text = await readText(path);
  if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT", path });
  return text;
}
