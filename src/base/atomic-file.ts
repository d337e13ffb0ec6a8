import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "./files.ts";
import { missingToUndefined } from "./system-error.ts";

export interface Written {
  /** of a new file, less the umask unless an owner is given; an old file keeps its mode. 0o666 by default */
  mode?: number;
  /** set before the mode, so that nobody else ever has access */
  owner?: { uid?: number; gid?: number } | undefined;
}

/**
 * Readers see the old file or the new one, also after a loss of power. Of two writers at once the last one wins. Throws
 * the system's error, and then the old file is as it was.
 */
export async function replaceFile(path: string, content: string | Buffer, written: Written = {}): Promise<void> {
  const temp = tempOf(path);
  try {
    await writeAside(path, content, temp, written);
    await removeLeftovers(path, temp);
    await rename(temp, path);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Writes the new content complete and to the disk as `temp`, ready to be renamed over `path`. */
export async function writeAside(
  path: string,
  content: string | Buffer,
  temp: string,
  written: Written = {},
): Promise<void> {
  const old = await stat(path).catch(missingToUndefined);
  await rm(temp, { force: true });
  await createFile(temp, content, written, old && old.mode & 0o777);
}

/**
 * Creates a file, on the disk before it returns. Fails with EEXIST when there is one; a write that fails leaves none.
 * `exactly`: whatever the umask.
 */
export async function createFile(
  path: string,
  content: string | Buffer,
  { mode = 0o666, owner }: Written = {},
  exactly: number | undefined = owner && mode,
): Promise<void> {
  const file = await open(path, "wx", exactly === undefined ? mode : 0o600);
  try {
    await file.writeFile(content);
    await giveAway(file, owner);
    // Changing a file that was given away may need a further right (CAP_FOWNER).
    if (exactly !== undefined && exactly !== 0o600) await file.chmod(exactly);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** chown, even to the same owner, may need a right that this process lacks. */
async function giveAway(file: FileHandle, owner: Written["owner"]): Promise<void> {
  const now = await file.stat();
  const { uid = now.uid, gid = now.gid } = owner ?? {};
  if (uid !== now.uid || gid !== now.gid) await file.chown(uid, gid);
}

/** Unique for each write; hidden, since servers and certbot read folders by pattern. */
function tempOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.new`);
}

const abandonedAfterMs = 60_000;

/** Files that killed writers left behind; a younger file belongs to a writer at work. */
async function removeLeftovers(path: string, temp: string): Promise<void> {
  const folder = dirname(path);
  const now = (await stat(temp)).mtimeMs;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`.${basename(path)}.`) || !/\.[0-9a-f]{8}\.new$/.test(name)) continue;
    const left = await stat(join(folder, name)).catch(missingToUndefined);
    if (left && now - left.mtimeMs > abandonedAfterMs) await rm(join(folder, name), { force: true });
  }
}
