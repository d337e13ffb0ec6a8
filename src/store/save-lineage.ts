import { rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFile, writeAside } from "../base/atomic-file.ts";
import { isThere, makeFolder, namesIn, syncFolder } from "../base/files.ts";
import type { ImportedCertificate } from "../model/imported.ts";
import type { Certificate, IssuedCertificate, Lineage } from "../model/lineage.ts";
import { keepAccessList } from "./access-list.ts";
import { describeLeaf, filesOf, keyTypeOf, type VersionFiles } from "./certificate.ts";
import { type Conf, printConf } from "./conf-text.ts";
import type { ConfValue } from "./conf-value.ts";
import { importedLeaf, markedImported, withoutImportedMark } from "./imported-mark.ts";
import { completeVersions, type LineagePlaces, nextVersion, outdatedFiles } from "./layout.ts";
import { switchLinks } from "./links.ts";
import { dropPlaceholder } from "./placeholder.ts";
import { readRenewalConf, renewedConf } from "./renewal-conf.ts";
import { makeHookFolders } from "./renewal-hooks.ts";
import { refuseTakenName } from "./taken-name.ts";

export interface SaveParts {
  folder: string;
  places: LineagePlaces;
  webroot: string;
  /** of httpsidecar, X.Y.Z */
  version: string;
  /** further options of the lineage, as certbot saves them in `[renewalparams]` */
  params?: Readonly<Record<string, ConfValue>>;
  /** folder by name; the webroot for all others */
  webrootMap?: Readonly<Record<string, string>>;
}

/**
 * Writes a version: the conf beside (with it, mendLineage can finish a save that was cut off), then the archive with
 * the key first, then the conf in its place, then the symlinks. Called with the lock held.
 */
export async function saveLineage(
  parts: SaveParts,
  lineage: Lineage,
  issued: IssuedCertificate | ImportedCertificate,
): Promise<Certificate> {
  const { folder, places } = parts;
  const files = filesOf(issued);
  const old = await readRenewalConf(places);
  if (!old) await refuseTakenName(places);
  await makeFolders(folder, places);
  const conf = confOf(old, parts, lineage, issued, files.cert);
  await writeAside(places.conf, printConf(conf), places.newConf);
  await syncFolder(dirname(places.conf));
  const number = await writeVersion(places, files);
  await rename(places.newConf, places.conf);
  await syncFolder(dirname(places.conf));
  await switchLinks(places, number);
  await dropPlaceholder(folder, lineage.name);
  await removeOutdated(places, number);
  await writeReadmes(folder, places);
  return describeSaved(lineage.name, number, issued, files.fullchain);
}

function describeSaved(
  name: string,
  version: number,
  issued: IssuedCertificate | ImportedCertificate,
  fullchain: string,
): Certificate {
  if ("imported" in issued) return importedLeaf(fullchain, { name, version });
  const { directory, accountId } = issued;
  return describeLeaf(fullchain, { name, version, directory, accountId });
}

function confOf(
  old: Conf | undefined,
  parts: SaveParts,
  lineage: Lineage,
  issued: IssuedCertificate | ImportedCertificate,
  leafPem: string,
): Conf {
  const conf = renewedConf(old, parts.places, renewalFacts(parts, lineage, issued));
  return "imported" in issued ? markedImported(conf, leafPem) : withoutImportedMark(conf);
}

function renewalFacts(parts: SaveParts, { domains }: Lineage, issued: IssuedCertificate | ImportedCertificate) {
  const { version, webroot, params, webrootMap } = parts;
  const keyType = keyTypeOf(issued.privateKeyPem);
  return {
    version,
    webroot,
    params,
    webrootMap,
    domains,
    keyType,
    account: "imported" in issued ? undefined : issued.accountId,
    server: issued.directory,
  };
}

/** Modes as certbot's; an existing folder keeps its own. */
async function makeFolders(folder: string, { archive, live }: LineagePlaces): Promise<void> {
  await makeFolder(join(folder, "archive"), 0o700);
  await makeFolder(join(folder, "live"), 0o700);
  await makeFolder(join(folder, "renewal"), 0o755);
  await makeHookFolders(folder);
  await makeFolder(archive, 0o777);
  await makeFolder(live, 0o777);
}

async function writeVersion({ archive }: LineagePlaces, files: VersionFiles): Promise<number> {
  const there = await namesIn(archive);
  const number = nextVersion(there);
  const { mode, group, last } = await keyRights(archive, there);
  const key = join(archive, `privkey${number}.pem`);
  await createFile(key, files.privkey, { mode, owner: group === undefined ? undefined : { gid: group } });
  if (last) await keepAccessList(last, key, mode);
  const others = ["cert", "chain", "fullchain"] as const;
  await Promise.all(others.map((kind) => createFile(join(archive, `${kind}${number}.pem`), files[kind])));
  await syncFolder(archive);
  return number;
}

/** A renewed key keeps the group of the last one, and the rights of group and others (certbot's rule). */
export async function keyRights(archive: string, files: readonly string[]): Promise<KeyRights> {
  const [newest] = completeVersions(files);
  if (newest === undefined) return { mode: 0o600 };
  const last = join(archive, `privkey${newest}.pem`);
  const { mode, gid } = await stat(last);
  return { mode: 0o600 | (mode & 0o074), group: gid, last };
}

interface KeyRights {
  mode: number;
  group?: number;
  /** path of the key with these rights */
  last?: string;
}

async function removeOutdated({ archive }: LineagePlaces, current: number): Promise<void> {
  const old = outdatedFiles(await namesIn(archive), current);
  await Promise.all(old.map((file) => rm(join(archive, file))));
}

async function writeReadmes(folder: string, { name, live }: LineagePlaces): Promise<void> {
  await createOnce(join(folder, "live", "README"), liveReadme);
  await createOnce(join(live, "README"), lineageReadme(name));
}

async function createOnce(path: string, text: string): Promise<void> {
  if (!(await isThere(path))) await createFile(path, text);
}

const liveReadme = `One folder a certificate. The files in them are links into ../archive and change with every renewal:
let servers read them through the links, and do not rename, copy over or replace them.
`;

function lineageReadme(name: string): string {
  return `${name}

privkey.pem    the private key: keep it secret
fullchain.pem  the certificate and its issuers: what most servers want
cert.pem       the certificate alone
chain.pem      the issuers alone

All four are links. Written and renewed by httpsidecar in certbot's layout; certbot can renew them too.
`;
}
