import type { BigIntStats } from "node:fs";
import { constants, lstat, open, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { missingToUndefined } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { explained, settingsRefused } from "./refused.ts";

/** A file as read, and what shows later whether it is still that one. */
export interface PlainFile {
  bytes: Buffer;
  stat: BigIntStats;
}

export interface StackFolder {
  /** the mounted stack folder; nothing outside of it is ever opened */
  root: string;
  /** mount table of this process, see proc(5) */
  mounts: string;
}

/** A file below the stack folder. */
export interface Place extends StackFolder {
  /** path relative to the root, as people know it */
  name: string;
}

const maxBytes = 4 * 1024 * 1024;
// Without O_NONBLOCK a FIFO in the file's place would hang the open.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The file when it is an ordinary one that a rename can replace; undefined when there is none. Throws Problem
 * `settings-refused` for a symlink, a mount of its own, a folder, a file over 4 MiB and an unreadable one.
 */
export async function readPlain(place: Place): Promise<PlainFile | undefined> {
  try {
    return await readUnder(place);
  } catch (error) {
    throw explained(place.name, error);
  }
}

/** The path without any symlink in its folders; undefined when the folder does not exist. */
async function truePath({ root, name }: Place): Promise<string | undefined> {
  const folder = await realpath(dirname(join(root, name))).catch(missingToUndefined);
  if (folder === undefined) return undefined;
  if (folder === join(await realpath(root), dirname(name))) return join(folder, basename(name));
  throw settingsRefused(phrase`${name} is behind a symlinked folder`, phrase`put a real folder in the link's place`);
}

async function readUnder(place: Place): Promise<PlainFile | undefined> {
  const path = await truePath(place);
  const file = path === undefined ? undefined : await open(path, flags).catch(missingToUndefined);
  if (!path || !file) return undefined;
  try {
    const stat = await file.stat({ bigint: true });
    refuseUnfit(place.name, stat);
    await refuseMount(place, path, stat);
    return { bytes: await file.readFile(), stat };
  } finally {
    await file.close();
  }
}

function refuseUnfit(name: string, stat: BigIntStats): void {
  if (!stat.isFile()) throw settingsRefused(phrase`${name} is not a file`, phrase`make ${name} an ordinary file`);
  if (stat.size > maxBytes) throw settingsRefused(phrase`${name} is larger than 4 MiB`, phrase`make ${name} smaller`);
  if (stat.nlink < 2n) return;
  throw settingsRefused(
    phrase`${name} has a second name (hard link)`,
    `cp -p ${name} ${name}.copy && mv ${name}.copy ${name}`,
  );
}

/** Replacing a file that is mounted by itself fails, or is invisible to the host. */
async function refuseMount({ name, mounts }: Place, path: string, stat: BigIntStats): Promise<void> {
  const folder = await lstat(dirname(path), { bigint: true });
  const table = await readFile(mounts, "utf8").catch(() => "");
  if (folder.dev === stat.dev && !mountPoints(table).has(path)) return;
  throw settingsRefused(phrase`${name} is a mount of its own`, phrase`mount its folder instead`);
}

/** Fifth field of each line; white space is escaped as \040 and the like. */
function mountPoints(table: string): ReadonlySet<string> {
  const fields = table.split("\n").map((line) => line.split(" ")[4] ?? "");
  return new Set(fields.map((field) => field.replace(/\\([0-7]{3})/g, (_, code) => octal(code))));
}

function octal(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 8));
}
