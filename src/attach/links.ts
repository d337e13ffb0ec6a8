import { access, symlink, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lacksLinks } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { leftAlone } from "./refuse.ts";

/**
 * certbot's live/ is made of links. Tries one in the folder of the certificates, or above it where that is not made yet;
 * only below the stack's folder, which is all that is mounted here. Throws Problem `no-links`.
 */
export async function refuseFolderWithoutLinks(wanted: string, stackFolder: string, make = symlink): Promise<void> {
  const folder = await nearest(wanted.startsWith(`${stackFolder}/`) ? wanted : stackFolder);
  const link = join(folder, `.httpsidecar-link-${process.pid}`);
  try {
    await make("nowhere", link);
    await unlink(link);
  } catch (error) {
    if (lacksLinks(error)) throw noLinks(folder, error);
  }
}

async function nearest(folder: string): Promise<string> {
  return await access(folder).then(
    () => folder,
    () => nearest(dirname(folder)),
  );
}

function noLinks(folder: string, cause: unknown) {
  return leftAlone(
    "no-links",
    phrase`${folder} cannot hold symbolic links, of which certbot's folder is made`,
    phrase`move the stack to a disk of this machine (ext4, xfs, btrfs), or the certificates into a named volume`,
    cause,
  );
}
