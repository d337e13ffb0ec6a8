import { lstat, mkdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFile } from "../base/atomic-file.ts";
import { stamp } from "../base/dates.ts";
import { isThere, makeFolder, namesIn, syncFolder } from "../base/files.ts";
import { readSmall } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";
import type { Repair } from "../model/repair.ts";
import { onDisk } from "./disk-problem.ts";
import { confFiles, kinds, type LineagePlaces, placesOf } from "./layout.ts";
import { linkedVersion, readLinks, switchLinks } from "./links.ts";
import { confFor, type LostConfFacts } from "./lost-conf.ts";
import { newestPair } from "./newest-pair.ts";
import { dropPlaceholder } from "./placeholder.ts";
import { readText, readThere } from "./read-text.ts";

export interface RepairOptions {
  folder: string;
  now: Date;
  /** for a lineage that has lost its conf */
  facts: LostConfFacts;
  /** only changes that cannot lose data: no file of the operator's own, nothing that nginx may be serving */
  careful?: boolean;
}

/**
 * Repairs what certbot leaves to the operator, for one lineage. Nothing is destroyed: a replaced file stays beside it under
 * its name with `.before-repair-<time>`. Called with the lock held. Throws Problem for what the disk refuses.
 */
export async function repairLineage(name: string, options: RepairOptions): Promise<readonly Repair[]> {
  const places = placesOf(options.folder, name);
  return await onDisk(options.folder, async () => {
    const done: Repair[] = [];
    for (const mend of options.careful ? carefulMends : mends) {
      const did = await mend(places, options);
      if (did !== undefined) done.push({ name, ...did });
    }
    return done;
  });
}

/** Every name that has a conf, an archive or something in live/. */
export async function namesToRepair(folder: string): Promise<readonly string[]> {
  const confs = (await confFiles(folder)).flatMap((file) => /^([^.].*)\.conf$/.exec(file)?.[1] ?? []);
  const folders = (await namesIn(join(folder, "archive"))).filter((name) => !name.startsWith("."));
  return [...new Set([...confs, ...folders])].sort();
}

type Mend = (places: LineagePlaces, options: RepairOptions) => Promise<Omit<Repair, "name"> | undefined>;

/** certbot leaves a conf of 0 bytes when its first save fails, and takes the name for used from then on. */
const mendEmptyConf: Mend = async ({ conf }, { now }) => {
  const text = await readText(conf);
  if (text === undefined || text.trim() !== "") return undefined;
  const kept = await keepAside(conf, now);
  return { saw: phrase`its renewal conf is empty`, did: phrase`moved it to ${kept}` };
};

/** The newest whole version tells what a lost conf contained. */
const mendLostConf: Mend = async (places, { facts }) => {
  const newest = await newestPair(places);
  if ((await isThere(places.conf)) || newest === undefined) return undefined;
  await makeFolder(dirname(places.conf), 0o755);
  await createFile(places.conf, confFor(places, facts, newest), { mode: 0o644 });
  await syncFolder(dirname(places.conf));
  return { saw: phrase`its renewal conf is gone, and its archive is there`, did: phrase`wrote the conf again` };
};

/** A symlink is kept as one: its target may be anybody's file, and nginx reads this folder. */
async function keepBeside(path: string, kept: string): Promise<void> {
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined) return await symlink(target, kept);
  const stats = await lstat(path);
  if (!stats.isFile()) return;
  // nginx may put a link in its place meanwhile
  const bytes = await readSmall(path, { maxBytes: stats.size, follow: false });
  if (bytes) await createFile(kept, bytes, { mode: stats.mode & 0o777 });
}

/** A copy (cp -L, zip, git, Windows) turns the symlinks into plain files; the archive has their targets. */
const mendPlainFiles: Mend = async (places, { now, careful }) => {
  const { version } = (await newestPair(places)) ?? {};
  if (version === undefined || !(await isThere(places.conf)) || !(await holdsPlainFiles(places))) return undefined;
  const same = await sameAsArchive(places, version);
  if (careful && !same) return undefined;
  const kept = await keepAside(places.live, now);
  await mkdir(places.live);
  await switchLinks(places, version);
  const note = same ? "" : phrase` (they are not those of the archive: check them before you remove them)`;
  return {
    saw: phrase`plain files are where symlinks belong`,
    did: phrase`restored the symlinks; the files are in ${kept}${note}`,
  };
};

/** A key that does not match is useless; an older whole version is not. */
const mendWrongPair: Mend = async (places) => {
  const { version } = (await newestPair(places)) ?? {};
  if (version === undefined || !(await isThere(places.conf)) || (await holdsPlainFiles(places))) return undefined;
  if (linkedVersion(await readLinks(places)) === version) return undefined;
  await switchLinks(places, version);
  return { saw: phrase`its newest version is incomplete`, did: phrase`pointed the symlinks to version ${version}` };
};

/** What lets nginx start before there is a certificate blocks the real one. */
const mendPlaceholder: Mend = async (places, { folder, now }) => {
  const strange = (await namesIn(places.live)).filter((file) => file !== "README");
  const hasArchive = (await namesIn(places.archive)).length > 0;
  if (strange.length === 0 || hasArchive || (await isThere(places.conf))) return undefined;
  const kept = `${places.live}.before-repair-${stamp(now)}`;
  await mkdir(kept);
  for (const file of await namesIn(places.live)) await keepBeside(join(places.live, file), join(kept, file));
  for (const file of strange) await rm(join(places.live, file));
  await dropPlaceholder(folder, places.name);
  return {
    saw: phrase`a temporary self-signed certificate is in live/`,
    did: phrase`removed it; it is kept in ${kept}`,
  };
};

async function holdsPlainFiles(places: LineagePlaces): Promise<boolean> {
  try {
    await readLinks(places);
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EINVAL") return true;
    throw error;
  }
}

const mends = [mendEmptyConf, mendLostConf, mendPlainFiles, mendWrongPair, mendPlaceholder];
/** A placeholder stays: nginx may have been started with it. */
const carefulMends = [mendEmptyConf, mendLostConf, mendPlainFiles, mendWrongPair];

async function sameAsArchive({ live, archive }: LineagePlaces, version: number): Promise<boolean> {
  const same = await Promise.all(
    kinds.map(async (kind) => {
      const text = await readText(join(live, `${kind}.pem`));
      return text === undefined || text === (await readThere(join(archive, `${kind}${version}.pem`)));
    }),
  );
  return same.every(Boolean);
}

async function keepAside(path: string, now: Date): Promise<string> {
  const kept = `${path}.before-repair-${stamp(now)}`;
  await rename(path, kept);
  return kept;
}
