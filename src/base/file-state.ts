import { stat } from "node:fs/promises";
import { missingToUndefined } from "./system-error.ts";

/** Another text after each change of the file that a path leads to; undefined: there is none. Throws the system's error. */
export async function fileState(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(missingToUndefined);
  return stats && `${stats.dev} ${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.size}`;
}
