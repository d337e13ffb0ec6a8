import { lstat, mkdir, open, readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasCode, missingToUndefined } from "./system-error.ts";

/** undefined if it does not exist. For files of our own; `readSmall` is for all others. */
export async function readText(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(missingToUndefined);
}

/** Names in a folder; empty when there is no such folder. */
export async function namesIn(path: string): Promise<readonly string[]> {
  return (await readdir(path).catch(missingToUndefined)) ?? [];
}

/** True if the path exists, even as a dangling symlink. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(missingToUndefined)) !== undefined;
}

/** True for a folder itself, and not for a link to one. */
export async function isDirectory(path: string): Promise<boolean> {
  return (await lstat(path).catch(missingToUndefined))?.isDirectory() ?? false;
}

/** Makes a folder with this mode (less the umask); one that is there keeps its own. */
export async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    return;
  }
  await syncFolder(dirname(path));
}

/** New names in a folder survive a power cut only once the folder itself is synced. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
