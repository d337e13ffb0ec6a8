import { randomBytes } from "node:crypto";
import { chown, open, readFile, rename, rm, stat, statfs, symlink } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, namesIn, syncFolder } from "../base/files.ts";
import { serialQueue } from "../base/queue.ts";
import { hasCode, lacksLinks, missingToUndefined } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { diskProblem } from "./disk-problem.ts";
import type { LineagePlaces } from "./layout.ts";
import { readRenewalConf } from "./renewal-conf.ts";
import { keyRights } from "./save-lineage.ts";
import { refuseTakenName } from "./taken-name.ts";

/** What a version takes is far less; a folder this full is in trouble anyway. Bytes. */
const roomNeeded = 1024 * 1024;
const probeBytes = 10 * 1024;

/**
 * Does all that saving will do, with a probe file, in every folder that saving will write to, and a link in live/. Throws
 * Problem with retry `look`: disk-full, read-only, not-permitted, no-links, name-taken, conf-unreadable, lineage-broken.
 */
export async function checkWritable(folder: string, places: LineagePlaces, makeLink = symlink): Promise<void> {
  await turns.run(() => probeAll(folder, places, makeLink));
}

/** Lineages that are renewed side by side would find each other's probes. */
const turns = serialQueue();

async function probeAll(folder: string, places: LineagePlaces, makeLink: typeof symlink): Promise<void> {
  const conf = await readRenewalConf(places);
  if (!conf) await refuseTakenName(places);
  await makeFolder(join(folder, "archive"), 0o700);
  await makeFolder(join(folder, "live"), 0o700);
  await makeFolder(join(folder, "renewal"), 0o755);
  const parents = ["", "archive", "live", "renewal"].map((name) => join(folder, name));
  for (const place of [...parents, places.archive, places.live]) await probe(place, places);
  await tryLink(join(folder, "live"), makeLink);
}

/** The order would be spent, and the certificate could not be shown to nginx. */
async function tryLink(live: string, make: typeof symlink): Promise<void> {
  const link = join(live, ".httpsidecar-probe");
  try {
    await make("nowhere", link);
    await rm(link);
  } catch (error) {
    if (!lacksLinks(error)) throw error;
    throw new Problem({
      code: "no-links",
      message: phrase`${live} cannot hold symbolic links, of which certbot's folder is made`,
      fix: phrase`move the stack to a disk of this machine (ext4, xfs, btrfs), or the certificates into a named volume`,
      retry: "look",
      cause: error,
    });
  }
}

async function probe(place: string, places: LineagePlaces): Promise<void> {
  if (!(await stat(place).catch(missingToUndefined))) return;
  await refuseFull(place);
  const first = join(place, ".httpsidecar-probe");
  const second = `${first}.renamed`;
  try {
    await rm(first, { force: true });
    await writeProbe(first, second);
    if (place === places.archive) await tryKeyGroup(second, place);
  } finally {
    await Promise.all([first, second].map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
}

async function writeProbe(first: string, second: string): Promise<void> {
  const content = randomBytes(probeBytes);
  const file = await open(first, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(first, second);
  await syncFolder(join(second, ".."));
  if (content.equals(await readFile(second))) return;
  throw new Problem({
    code: "disk-trouble",
    message: phrase`what is written to ${second} is not what is read back`,
    fix: phrase`check the disk and its mount: dmesg | tail`,
    retry: "look",
  });
}

async function refuseFull(place: string): Promise<void> {
  const { bavail, bsize, files, ffree } = await statfs(place);
  const hasRoom = bavail * bsize >= roomNeeded;
  // some file systems count no inodes and say 0 of 0
  const hasNames = files === 0 || ffree >= 16;
  if (hasRoom && hasNames) return;
  throw diskProblem(Object.assign(new Error(phrase`no room`), { code: "ENOSPC" }), place);
}

/** A renewed key keeps the last one's group; giving it away may take a capability that the container lacks. */
async function tryKeyGroup(path: string, archive: string): Promise<void> {
  const { group } = await keyRights(archive, await namesIn(archive));
  if (group === undefined || (await stat(path)).gid === group) return;
  try {
    await chown(path, (await stat(path)).uid, group);
  } catch (error) {
    if (!hasCode(error, "EPERM")) throw error;
    throw new Problem({
      code: "not-permitted",
      message: phrase`the keys in ${archive} belong to group ${group}, and this process may not give files to it`,
      fix: phrase`on the host, in the stack's folder: chgrp -R 0 volumes/certbot/conf/archive`,
      retry: "look",
      cause: error,
    });
  }
}
