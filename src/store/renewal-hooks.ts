import { join } from "node:path";
import { makeFolder } from "../base/files.ts";

/** certbot makes its folders for hooks with its first command. */
export async function makeHookFolders(folder: string): Promise<void> {
  for (const part of ["", "pre", "deploy", "post"]) await makeFolder(join(folder, "renewal-hooks", part), 0o755);
}
