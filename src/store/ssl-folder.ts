import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAside } from "../base/atomic-file.ts";
import { syncFolder } from "../base/files.ts";
import type { CopyForNginx, ImportedCertificate } from "../model/imported.ts";
import { onDisk } from "./disk-problem.ts";

/**
 * Dify's legacy way: `nginx/ssl` with dify.crt and dify.key. Writes both beside, to be put in place or discarded. An
 * existing key keeps its mode. Throws Problem for what the disk refuses, before any change.
 */
export async function copyForNginx(folder: string, imported: ImportedCertificate): Promise<CopyForNginx> {
  const files = [
    { path: join(folder, "dify.key"), text: imported.privateKeyPem, mode: 0o600 },
    { path: join(folder, "dify.crt"), text: imported.fullchainPem, mode: 0o644 },
  ];
  const discard = async () => {
    for (const { path } of files) await rm(`${path}.new`, { force: true }).catch(() => undefined);
  };
  try {
    await onDisk(folder, async () => {
      for (const { path, text, mode } of files) await writeAside(path, text, `${path}.new`, { mode });
    });
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    discard,
    putInPlace: () =>
      onDisk(folder, async () => {
        for (const { path } of files) await rename(`${path}.new`, path);
        await syncFolder(folder);
      }),
  };
}
