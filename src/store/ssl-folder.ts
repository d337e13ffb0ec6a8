import { rename } from "node:fs/promises";
import { join } from "node:path";
import { writeAside } from "../base/atomic-file.ts";
import { syncFolder } from "../base/files.ts";
import type { ImportedCertificate } from "../model/imported.ts";
import { onDisk } from "./disk-problem.ts";

/**
 * Dify's legacy way: `nginx/ssl` with dify.crt and dify.key. Writes both beside; what it gives puts them in place, in one
 * breath. A key that is there keeps its mode. Throws Problem for what the disk refuses, before anything is changed.
 */
export async function copyForNginx(folder: string, imported: ImportedCertificate): Promise<() => Promise<void>> {
  const files = [
    { path: join(folder, "dify.key"), text: imported.privateKeyPem, mode: 0o600 },
    { path: join(folder, "dify.crt"), text: imported.fullchainPem, mode: 0o644 },
  ];
  await onDisk(folder, async () => {
    for (const { path, text, mode } of files) await writeAside(path, text, `${path}.new`, { mode });
  });
  return () =>
    onDisk(folder, async () => {
      for (const { path } of files) await rename(`${path}.new`, path);
      await syncFolder(folder);
    });
}
