import { join } from "node:path";
import { namesIn } from "../base/files.ts";
import { largest } from "../base/largest.ts";
import { tooLarge } from "../base/read-small.ts";

/** The four files of every version, the key first: it is written first (certbot's layout). */
export const kinds = ["privkey", "cert", "chain", "fullchain"] as const;
export type Kind = (typeof kinds)[number];

/** Versions to keep in archive/: the current one and five before it, as certbot does. */
export const versionsKept = 6;

export interface LineagePlaces {
  name: string;
  /** archive/<name> */
  archive: string;
  /** live/<name> */
  live: string;
  /** renewal/<name>.conf */
  conf: string;
  /** becomes the conf by a rename; alone, it means that a first save was cut off */
  newConf: string;
}

/** A name that would write lines of its own on a screen, or hide, is no lineage's. */
const confName = /^(?!\.)([^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+)\.conf$/u;

/** Bytes of the confs' names: ten thousand lineages, and each that is read takes memory. */
const largestFolder = 256 * 1024;

/** The files in renewal/. Throws Problem `too-large`: who can write there may have planted them. */
export async function confFiles(folder: string): Promise<readonly string[]> {
  const path = join(folder, "renewal");
  const files = await namesIn(path);
  if (Buffer.byteLength(files.join("")) > largestFolder) throw tooLarge(path, largestFolder);
  return files;
}

/** The names of all lineages, in certbot's order: by byte value of the files. Throws Problem `too-large`. */
export async function lineageNames(folder: string): Promise<readonly string[]> {
  const files = await confFiles(folder);
  const sorted = files.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return sorted.flatMap((file) => confName.exec(file)?.[1] ?? []);
}

/** The parts of a lineage under certbot's folder. */
export function placesOf(folder: string, name: string): LineagePlaces {
  const conf = join(folder, "renewal", `${name}.conf`);
  return {
    name,
    archive: join(folder, "archive", name),
    live: join(folder, "live", name),
    conf,
    newConf: `${conf}.new`,
  };
}

/** `privkey3.pem` is version 3 of the key; undefined for every other file. */
export function versionOf(file: string): { kind: Kind; version: number } | undefined {
  const [, word, digits] = /^([a-z]+)([0-9]+)\.pem$/.exec(file) ?? [];
  const kind = kinds.find((each) => each === word);
  return kind && digits ? { kind, version: Number(digits) } : undefined;
}

/** One above every number in the folder, so that a version which was cut off is skipped. */
export function nextVersion(files: readonly string[]): number {
  const versions = files.map((file) => versionOf(file)?.version ?? 0);
  return 1 + largest(versions, 0);
}

/** Versions with all four files, newest first. */
export function completeVersions(files: readonly string[]): readonly number[] {
  const there = new Set(files);
  const versions = files.flatMap((file) => versionOf(file)?.version ?? []);
  return [...new Set(versions)]
    .filter((version) => kinds.every((kind) => there.has(`${kind}${version}.pem`)))
    .sort((one, other) => other - one);
}

/** Files of versions that are older than those kept; `current` and newer ones stay. */
export function outdatedFiles(files: readonly string[], current: number): readonly string[] {
  return files.filter((file) => (versionOf(file)?.version ?? current) <= current - versionsKept);
}
