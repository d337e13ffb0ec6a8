import { constants, type FileHandle, link, lstat, open, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "../base/files.ts";
import { missingToUndefined, systemCode } from "../base/system-error.ts";
import type { Place, PlainFile } from "./plain-file.ts";
import { explained } from "./refused.ts";

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** An editor's mode for a new file: every user who runs Compose there reads it. */
const freshMode = 0o644;

/** Does all of a replacement but the last step. Throws Problem `settings-refused` when it would fail. */
export async function rehearseReplacement(place: Place, seen: PlainFile | undefined, bytes: Buffer): Promise<void> {
  await explaining(place, async () => unlink(await writeBeside(place, seen, bytes)));
}

/**
 * Replaces the file that was read by one with the same mode and owner (`mode`: of a new one); readers see the old or
 * the new one. false: it is no longer the file that was read, and was left alone. Throws Problem `settings-refused`.
 */
export async function replacePlain(
  place: Place,
  seen: PlainFile | undefined,
  bytes: Buffer,
  mode = freshMode,
): Promise<boolean> {
  return explaining(place, async () => {
    const path = join(place.root, place.name);
    const fresh = await writeBeside(place, seen, bytes, mode);
    const replaced = await takePlace(fresh, path, seen).finally(() => rm(fresh, { force: true }));
    if (replaced) await syncFolder(dirname(path));
    return replaced;
  });
}

/** Removes a file that we had created. Throws Problem `settings-refused`. */
export async function removePlain(place: Place): Promise<void> {
  const path = join(place.root, place.name);
  await explaining(place, async () => {
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  });
}

/** Removes what a killed run may have left beside the file. Throws Problem `settings-refused`. */
export async function removeLeftover(place: Place): Promise<void> {
  await explaining(place, () => rm(besideOf(place), { force: true }));
}

function besideOf({ root, name }: Place): string {
  return `${join(root, name)}.httpsidecar-new`;
}

async function takePlace(fresh: string, path: string, seen: PlainFile | undefined): Promise<boolean> {
  if (!seen) return linkIfFree(fresh, path);
  if (!(await isStill(path, seen))) return false;
  await rename(fresh, path);
  return true;
}

/** A link fails where a rename would overwrite what the operator made a moment ago. */
async function linkIfFree(fresh: string, path: string): Promise<boolean> {
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function isStill(path: string, seen: PlainFile): Promise<boolean> {
  const now = await lstat(path, { bigint: true }).catch(missingToUndefined);
  if (!now) return false;
  return (["dev", "ino", "size", "mtimeNs", "mode", "uid", "gid"] as const).every(
    (fact) => now[fact] === seen.stat[fact],
  );
}

/** Writes a complete file beside the one to be replaced, in the same folder so that a rename can do it. Returns its path. */
async function writeBeside(
  place: Place,
  seen: PlainFile | undefined,
  bytes: Buffer,
  mode = freshMode,
): Promise<string> {
  const fresh = besideOf(place);
  await removeLeftover(place);
  const file = await open(fresh, flags, 0o600);
  try {
    await file.writeFile(bytes);
    await giveOwner(file, dirname(fresh), seen, mode);
    await file.sync();
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return fresh;
}

/** Owner first: a change of owner clears mode bits. */
async function giveOwner(file: FileHandle, folder: string, seen: PlainFile | undefined, mode: number): Promise<void> {
  const wanted = seen?.stat ?? (await stat(folder, { bigint: true }));
  const now = await file.stat({ bigint: true });
  if (now.uid !== wanted.uid || now.gid !== wanted.gid) await file.chown(Number(wanted.uid), Number(wanted.gid));
  await file.chmod(seen ? Number(seen.stat.mode & 0o7777n) : mode);
}

async function explaining<T>(place: Place, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => Promise.reject(explained(place.name, error)));
}
