import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { stamp } from "../base/dates.ts";
import { isThere, makeFolder } from "../base/files.ts";
import { onDisk } from "./disk-problem.ts";
import { placesOf } from "./layout.ts";

/**
 * Moves a lineage out of use, the conf first, and gives the folder that keeps it. live/ may be a mount of its own, over
 * which nothing can be moved: what lies there is kept beside it under a name that nobody reads. Called with the lock held.
 */
export async function setAside(folder: string, name: string, now: Date): Promise<string> {
  const { conf, archive, live } = placesOf(folder, name);
  const at = stamp(now);
  const kept = join(folder, "httpsidecar", "deleted", `${name}-${at}`);
  await onDisk(folder, async () => {
    for (const part of ["httpsidecar", "httpsidecar/deleted"]) await makeFolder(join(folder, part), 0o700);
    await makeFolder(kept, 0o700);
    if (await isThere(conf)) await rename(conf, join(kept, basename(conf)));
    if (await isThere(live)) await rename(live, `${live}.deleted-${at}`);
    if (await isThere(archive)) await rename(archive, join(kept, "archive"));
  });
  return kept;
}
