import { readlinkSync, renameSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { syncFolder } from "../base/files.ts";
import { missingToUndefined } from "../base/system-error.ts";
import { type Kind, kinds, type LineagePlaces, versionOf } from "./layout.ts";
import { linkAside, replaceLink } from "./replace-link.ts";

/** The targets of the four symlinks in live/<name>; undefined for a missing one. Fails with EINVAL on a plain file. */
export async function readLinks({ live }: LineagePlaces): Promise<Readonly<Record<Kind, string | undefined>>> {
  const [privkey, cert, chain, fullchain] = await Promise.all(kinds.map((kind) => targetOf(liveLink(live, kind))));
  return { privkey, cert, chain, fullchain };
}

/** The version of all four symlinks; undefined while they disagree or one is missing. */
export function linkedVersion(links: Readonly<Record<Kind, string | undefined>>): number | undefined {
  const versions = kinds.map((kind) => {
    const file = versionOf(basename(links[kind] ?? ""));
    return file?.kind === kind ? file.version : undefined;
  });
  return new Set(versions).size === 1 ? versions[0] : undefined;
}

/**
 * Points the four symlinks to a version. previous_*.pem exist meanwhile, by which certbot and we undo a switch that was
 * cut off; the four renames run back to back to keep the inconsistent window minimal.
 */
export async function switchLinks(places: LineagePlaces, version: number): Promise<void> {
  const { live } = places;
  const old = await readLinks(places);
  if (linkedVersion(old) !== undefined) await rememberPrevious(live, old);
  const temps = await Promise.all(
    renameOrder.map((kind) => linkAside(liveLink(live, kind), newTarget(places, kind, version, old[kind]))),
  );
  for (const [at, kind] of renameOrder.entries()) renameSync(temps[at] ?? "", liveLink(live, kind));
  await syncFolder(live);
  await forgetPrevious(live);
}

/** certbot's rule: all four previous_* mean that a switch was cut off, so it is undone; else they are leftovers. */
export async function undoCutOffSwitch(places: LineagePlaces): Promise<void> {
  const { live } = places;
  const previous = await Promise.all(kinds.map((kind) => targetOf(previousLink(live, kind))));
  if (previous.every((target) => target === undefined)) return;
  if (previous.every((target) => target !== undefined)) {
    for (const [at, kind] of kinds.entries()) {
      const version = versionOf(basename(previous[at] ?? ""))?.version;
      const old = await targetOf(liveLink(live, kind));
      if (version !== undefined) await replaceLink(liveLink(live, kind), newTarget(places, kind, version, old));
    }
  }
  await forgetPrevious(live);
}

/** nginx reads the key and the full chain: these two are renamed last and together. */
const renameOrder = ["cert", "chain", "privkey", "fullchain"] as const satisfies readonly Kind[];

/** An absolute symlink stays absolute, as with certbot. */
function newTarget({ name, archive, live }: LineagePlaces, kind: Kind, version: number, old?: string): string {
  const file = `${kind}${version}.pem`;
  const folder = dirname(old ?? "");
  return resolve(live, folder) === archive ? join(folder, file) : join("..", "..", "archive", name, file);
}

async function rememberPrevious(live: string, old: Readonly<Record<Kind, string | undefined>>): Promise<void> {
  await forgetPrevious(live);
  await Promise.all(kinds.map((kind) => symlink(resolve(live, old[kind] ?? ""), previousLink(live, kind))));
  await syncFolder(live);
}

async function forgetPrevious(live: string): Promise<void> {
  await Promise.all(kinds.map((kind) => rm(previousLink(live, kind), { force: true })));
}

/** At once, as a file is read: a round reads the links of all lineages. */
async function targetOf(link: string): Promise<string | undefined> {
  try {
    return readlinkSync(link);
  } catch (error) {
    return missingToUndefined(error);
  }
}

function liveLink(live: string, kind: Kind): string {
  return join(live, `${kind}.pem`);
}

function previousLink(live: string, kind: Kind): string {
  return join(live, `previous_${kind}.pem`);
}
