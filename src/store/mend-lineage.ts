import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isThere, makeFolder, namesIn, syncFolder } from "../base/files.ts";
import { isPair } from "./certificate.ts";
import { completeVersions, confFiles, type LineagePlaces, placesOf } from "./layout.ts";
import { type LineageMemory, leftoversState, lineageMemory } from "./lineage-memory.ts";
import { linkedVersion, readLinks, switchLinks, undoCutOffSwitch } from "./links.ts";
import { readThere } from "./read-text.ts";
import { readRenewalConf } from "./renewal-conf.ts";

/**
 * Finishes or undoes what a killed run (ours or certbot's) left half done; passes over what has not changed since nothing
 * was to be done. Called with the lock held. Throws Problem `too-large`.
 */
export async function mendLineages(
  folder: string,
  { mended }: Pick<LineageMemory, "mended"> = lineageMemory(),
): Promise<void> {
  const confs = (await confFiles(folder)).map((file) => /^([^.].*)\.conf(?:\.new)?$/.exec(file)?.[1]);
  for (const name of new Set(confs)) {
    if (name === undefined) continue;
    const places = placesOf(folder, name);
    const state = leftoversState(places);
    if (mended.get(places.conf) === state) continue;
    // what cannot be repaired stays: reading or saving it says what is wrong
    await mendLineage(places).catch(() => undefined);
    mended.set(places.conf, state);
  }
}

/** The newest whole version is the one to use, as in certbot's `renew`. */
async function mendLineage(places: LineagePlaces): Promise<void> {
  const conf = await readRenewalConf(places);
  const waiting = await isThere(places.newConf);
  if (!conf && !waiting) return;
  await undoCutOffSwitch(places);
  const linked = linkedVersion(await readLinks(places));
  const version = await newestWhole(places, linked);
  if (version === undefined) return conf && waiting ? rm(places.newConf) : undefined;
  if (waiting) await putConfInPlace(places);
  await makeFolder(dirname(places.live), 0o700);
  await makeFolder(places.live, 0o777);
  await switchLinks(places, version);
}

/** undefined: the symlinks point to it already, or there is none. */
async function newestWhole({ archive }: LineagePlaces, linked: number | undefined): Promise<number | undefined> {
  for (const version of completeVersions(await namesIn(archive))) {
    if (version === linked) return undefined;
    if (await isWhole(archive, version)) return version;
  }
  return undefined;
}

/** The chain is written last of a version, and not every file system keeps the order through a power cut. */
async function isWhole(archive: string, version: number): Promise<boolean> {
  const kinds = ["privkey", "cert", "chain", "fullchain"] as const;
  const [key, cert, chain, fullchain] = await Promise.all(
    kinds.map((kind) => readThere(join(archive, `${kind}${version}.pem`))),
  );
  return fullchain === `${cert}${chain}` && isPair(key ?? "", fullchain);
}

async function putConfInPlace(places: LineagePlaces): Promise<void> {
  // throws when it was cut off itself, or is someone else's
  await readRenewalConf(places, places.newConf);
  await rename(places.newConf, places.conf);
  await syncFolder(dirname(places.conf));
}
