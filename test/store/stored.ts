import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LineageStore } from "../../src/model/contracts.ts";
import type { IssuedCertificate } from "../../src/model/lineage.ts";
import type { LineageMemory } from "../../src/store/lineage-memory.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { type CertificateOptions, makeCertificate } from "../support/certificates.ts";

/** What the authority would hand over. */
export async function issued({
  directory = "https://localhost:14000/dir",
  accountId = "0123456789abcdef0123456789abcdef",
  ...options
}: CertificateOptions & { directory?: string; accountId?: string } = {}): Promise<IssuedCertificate> {
  const { privateKeyPem, fullchainPem } = await makeCertificate(options);
  return { privateKeyPem, fullchainPem, directory, accountId };
}

export function storeIn(folder: string, memory?: LineageMemory): LineageStore {
  return lineageStore({ folder, webroot: "/var/www/html", version: "0.1.0", memory });
}

/** Mode bits as ls would show them, such as "600". */
export async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8);
}

/** Texts of the four links, in the order of their names. */
export async function linksOf(folder: string, name = "dify.test"): Promise<readonly string[]> {
  const live = join(folder, "live", name);
  return Promise.all(["cert", "chain", "fullchain", "privkey"].map((kind) => readlink(join(live, `${kind}.pem`))));
}

export async function sortedNames(path: string): Promise<readonly string[]> {
  return (await readdir(path)).sort();
}

export async function textOf(...parts: string[]): Promise<string> {
  return readFile(join(...parts), "utf8");
}
