import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { stamp } from "../base/dates.ts";
import { isThere, makeFolder } from "../base/files.ts";
import { phrase } from "../model/phrase.ts";
import { plainName } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { onDisk } from "./disk-problem.ts";
import { placesOf } from "./layout.ts";
import { sharersOf } from "./sharers.ts";

/**
 * Takes a lineage out of use, the conf first, and returns the folder that keeps it. live/ may be a mount of its own,
 * over which nothing can be moved: its files stay beside it under a name that nobody reads. Called with the lock held.
 */
export async function setAside(folder: string, name: string, now: Date): Promise<string> {
  const { conf, archive, live } = placesOf(folder, name);
  const at = stamp(now);
  const [sharer] = await sharersOf(folder, name);
  if (sharer !== undefined) throw archiveShared(name, sharer);
  return await onDisk(folder, async () => {
    const kept = join(await deletedFolder(folder), `${name}-${at}`);
    await makeFolder(kept, 0o700);
    if (await isThere(conf)) await rename(conf, join(kept, basename(conf)));
    if (await isThere(live)) await rename(live, `${live}.deleted-${at}`);
    if (await isThere(archive)) await rename(archive, join(kept, "archive"));
    return kept;
  });
}

/** Where everything lies that was moved out of use. */
export async function deletedFolder(folder: string): Promise<string> {
  for (const part of ["httpsidecar", "httpsidecar/deleted"]) await makeFolder(join(folder, part), 0o700);
  return join(folder, "httpsidecar", "deleted");
}

function archiveShared(name: string, sharer: string): Problem {
  return new Problem({
    code: "archive-shared",
    message: phrase`${name} stays where it is: the certificate ${sharer} uses files of archive/${name} too`,
    fix: phrase`give ${plainName(sharer)} a folder of its own first: certbot certonly --cert-name NEW -d NAMES, then delete it`,
    retry: "after-a-fix",
  });
}
