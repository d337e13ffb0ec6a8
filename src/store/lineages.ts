import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { LineageStore, StoredLineage } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { isPair } from "./certificate.ts";
import { onDisk } from "./disk-problem.ts";
import { type LineagePlaces, lineageNames, placesOf } from "./layout.ts";
import type { LineageMemory } from "./lineage-memory.ts";
import { takeLock } from "./lock.ts";
import { mendLineages } from "./mend-lineage.ts";
import { type MayRun, type Reading, readLineage } from "./read-lineage.ts";
import { type SaveParts, saveLineage } from "./save-lineage.ts";
import { linkTypedName } from "./typed-name-link.ts";
import { checkWritable } from "./writable.ts";

export interface LineageStoreOptions extends Pick<SaveParts, "params" | "webrootMap"> {
  /** certbot's folder, /etc/letsencrypt: an absolute path in every conf */
  folder: string;
  /** /var/www/html: in the conf, so that certbot can renew */
  webroot: string;
  /** which hooks of a conf may be run; none unless told */
  mayRun?: MayRun | undefined;
  /** of httpsidecar, X.Y.Z: certbot compares the conf's version as a dotted number */
  version: string;
  /** what this process has read before */
  memory?: LineageMemory | undefined;
}

/** certbot's archive/, live/ and renewal/ in one folder. Throws Problem with retry `look` for what the disk refuses. */
export function lineageStore({ folder: given, memory, mayRun, ...parts }: LineageStoreOptions): LineageStore {
  const folder = resolve(given);
  const queue = oneAfterAnother();
  const places = (name: string) => placesOf(folder, name);
  return {
    exclusively: (work) => queue(() => withLock(folder, memory, work)),
    read: (name) => onDisk(folder, () => readLineage(places(name), { memory, mayRun })),
    hasKey: (name, privateKeyPem) => onDisk(folder, () => hasKey(places(name), privateKeyPem)),
    list: () => onDisk(folder, () => listLineages(folder, { memory, mayRun })),
    save: (lineage, issued) =>
      onDisk(folder, () => saveLineage({ ...parts, folder, places: places(lineage.name) }, lineage, issued)),
    checkWritable: (lineage) => onDisk(folder, () => checkWritable(folder, places(lineage.name))),
    linkTypedName: (lineage) => onDisk(folder, () => linkTypedName(folder, lineage)),
  };
}

/** Repairs leftovers of a killed run before the work reads; the work must not take the lock again. */
async function withLock<T>(folder: string, memory: LineageMemory | undefined, work: () => Promise<T>): Promise<T> {
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  const release = await takeLock(folder);
  try {
    await onDisk(folder, () => mendLineages(folder, memory));
    return await work();
  } finally {
    await release();
  }
}

async function hasKey(places: LineagePlaces, privateKeyPem: string): Promise<boolean> {
  const certificate = await readLineage(places);
  return certificate !== undefined && isPair(privateKeyPem, certificate.fullchainPem);
}

async function listLineages(folder: string, reading: Reading): Promise<readonly StoredLineage[]> {
  const names = await lineageNames(folder);
  const found: StoredLineage[] = [];
  for (let at = 0; at < names.length; at += atOnce) {
    const some = names.slice(at, at + atOnce).map((name) => describeLineage(folder, name, reading));
    found.push(...(await Promise.all(some)));
  }
  return found;
}

/** Lineages read side by side: more of them cost memory, and no time. */
const atOnce = 20;

async function describeLineage(folder: string, name: string, reading: Reading): Promise<StoredLineage> {
  try {
    const certificate = await onDisk(folder, () => readLineage(placesOf(folder, name), reading));
    return certificate ? { name, certificate } : { name, problem: goneMeanwhile(name) };
  } catch (error) {
    if (error instanceof Problem) return { name, problem: error };
    throw error;
  }
}

export function goneMeanwhile(name: string): Problem {
  return new Problem({
    code: "lineage-broken",
    message: phrase`renewal/${name}.conf disappeared while it was read`,
    fix: phrase`run it again`,
    retry: "look",
  });
}

function oneAfterAnother(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
