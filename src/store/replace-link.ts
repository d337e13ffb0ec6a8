import { rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "../base/files.ts";

/** Makes or replaces a symlink in one step; the temporary one lies in the same folder (live/ may be a mount). */
export async function replaceLink(path: string, target: string): Promise<void> {
  const temp = await linkAside(path, target);
  await rename(temp, path);
  await syncFolder(dirname(path));
}

/** A symlink under a hidden name beside `path`, ready to be renamed over it. */
export async function linkAside(path: string, target: string): Promise<string> {
  const temp = join(dirname(path), `.${basename(path)}.new`);
  await rm(temp, { force: true });
  await symlink(target, temp);
  return temp;
}
