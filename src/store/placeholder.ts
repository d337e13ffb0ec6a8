import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFile } from "../base/atomic-file.ts";
import { isThere, makeFolder, syncFolder } from "../base/files.ts";
import type { Lineage, WantedFiles } from "../model/lineage.ts";
import { onDisk } from "./disk-problem.ts";
import { type Kind, kinds, type LineagePlaces, placesOf } from "./layout.ts";
import { readLinks } from "./links.ts";
import { replaceLink } from "./replace-link.ts";
import { selfSigned } from "./self-signed.ts";
import { linkTypedName } from "./typed-name-link.ts";

/** As seen from live/<name>; a symlink to it marks a placeholder. */
const target = (name: string, file: string) => join("..", "..", "httpsidecar", "placeholder", name, file);
const fileFor = (kind: Kind) => (kind === "privkey" ? "privkey.pem" : "fullchain.pem");

/**
 * Lets an nginx start that needs a certificate before there is one: live/<name> points to a self-signed one in our own
 * folder, also under the names that nginx asks for. The real one takes its place symlink by symlink. Does nothing where
 * there is a lineage. Called with the lock held. Throws Problem for what the disk refuses.
 */
export async function putPlaceholder(folder: string, lineage: Lineage, wanted?: WantedFiles): Promise<void> {
  const places = placesOf(folder, lineage.name);
  if (await isThere(places.conf)) return;
  await onDisk(folder, async () => {
    await writeSelfSigned(folder, lineage.name);
    await makeFolder(dirname(places.live), 0o700);
    await makeFolder(places.live, 0o777);
    for (const kind of kinds) await replaceLink(join(places.live, `${kind}.pem`), target(lineage.name, fileFor(kind)));
    if (wanted) await linkWanted(places, wanted);
    await linkTypedName(folder, lineage);
  });
}

/** True if everything under certbot's names in live/<name> is ours, to be replaced. Files of another kind are somebody's own. */
export async function isPlaceholder(places: LineagePlaces): Promise<boolean> {
  const links = await readLinks(places).catch(() => undefined);
  return links !== undefined && kinds.every((kind) => links[kind] === target(places.name, fileFor(kind)));
}

/** Once no symlink points to it. */
export async function dropPlaceholder(folder: string, name: string): Promise<void> {
  await rm(folderOf(folder, name), { recursive: true, force: true });
}

async function writeSelfSigned(folder: string, name: string): Promise<void> {
  const imported = folderOf(folder, name);
  const { certificatePem, privateKeyPem } = selfSigned(name);
  await rm(imported, { recursive: true, force: true });
  await makeFolder(dirname(dirname(imported)), 0o700);
  await makeFolder(dirname(imported), 0o700);
  await makeFolder(imported, 0o700);
  await createFile(join(imported, "privkey.pem"), privateKeyPem, { mode: 0o600 });
  await createFile(join(imported, "fullchain.pem"), certificatePem, { mode: 0o644 });
  await syncFolder(imported);
}

/** These symlinks stay with the real one: they point to certbot's names. */
async function linkWanted({ live }: LineagePlaces, { certificate, key }: WantedFiles): Promise<void> {
  const known = (file: string) => kinds.some((kind) => `${kind}.pem` === file);
  if (!known(certificate)) await replaceLink(join(live, certificate), "fullchain.pem");
  if (!known(key)) await replaceLink(join(live, key), "privkey.pem");
}

function folderOf(folder: string, name: string): string {
  return join(folder, "httpsidecar", "placeholder", name);
}
