import { type FileHandle, lstat, mkdir, open, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hasCode } from "./disk-problem.ts";

/** Makes a new file with this content, on the disk before it returns. Fails with EEXIST when there is one. */
export async function createFile(path: string, content: string, mode = 0o666, group?: number): Promise<void> {
  const file = await open(path, "wx", group === undefined ? mode : 0o600);
  try {
    await file.writeFile(content);
    await giveToGroup(file, mode, group);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Readers see the old file or the new one, never half of either; an old file's mode is kept. */
export async function replaceFile(path: string, content: string, temp: string, mode = 0o666): Promise<void> {
  await writeAside(path, content, temp, mode);
  await rename(temp, path);
  await syncFolder(dirname(path));
}

/** The first half of replaceFile: the new content lies beside, complete and on the disk. */
export async function writeAside(path: string, content: string, temp: string, mode = 0o666): Promise<void> {
  const old = await absentAsUndefined(() => stat(path));
  await rm(temp, { force: true });
  const file = await open(temp, "wx", mode);
  try {
    if (old) await file.chmod(old.mode & 0o777);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes or replaces a symbolic link in one step; the temp link lies in the same folder (live/ may be a mount). */
export async function replaceLink(path: string, target: string): Promise<void> {
  const temp = await linkAside(path, target);
  await rename(temp, path);
  await syncFolder(dirname(path));
}

/** A link under a hidden name beside `path`, ready to be renamed over it. */
export async function linkAside(path: string, target: string): Promise<string> {
  const temp = join(dirname(path), `.${basename(path)}.new`);
  await rm(temp, { force: true });
  await symlink(target, temp);
  return temp;
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

/** New names in a folder outlive a power cut only when the folder itself was synced. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** undefined when there is no such file. */
export async function readText(path: string): Promise<string | undefined> {
  return absentAsUndefined(() => readFile(path, "utf8"));
}

/** Names in a folder; empty when there is no such folder. */
export async function namesIn(path: string): Promise<readonly string[]> {
  return (await absentAsUndefined(() => readdir(path))) ?? [];
}

/** Is there anything of that name, were it a link to nowhere? */
export async function isThere(path: string): Promise<boolean> {
  return (await absentAsUndefined(() => lstat(path))) !== undefined;
}

/** What a reading call gives; undefined when the path, or a folder on the way, is missing. */
export async function absentAsUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** The group is given before the group's rights, so that no other group ever has them. */
async function giveToGroup(file: FileHandle, mode: number, group: number | undefined): Promise<void> {
  if (group === undefined) return;
  if ((await file.stat()).gid !== group) await file.chown(-1, group);
  await file.chmod(mode);
}
