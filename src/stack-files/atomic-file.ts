import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Readers see the old file or the new one, also after a loss of power. Mode 0600. Throws the system's error. */
export async function replaceWhole(path: string, content: string): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const file = await open(fresh, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  await flushFolder(dirname(path));
}

/** A rename is only kept for sure once its folder is flushed. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The system's name of an error (ENOENT and the like), or "". */
export function systemCode(error: unknown): string {
  const known = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof known === "string" ? known : "";
}

/** For `.catch`: undefined when there is no such file, else the error again. */
export function missingToUndefined(error: unknown): undefined {
  if (systemCode(error) === "ENOENT") return undefined;
  throw error;
}
