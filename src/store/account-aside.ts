import { rename } from "node:fs/promises";
import { join } from "node:path";
import { stamp } from "../base/dates.ts";
import { isThere } from "../base/files.ts";
import { accountsFolder } from "./accounts.ts";
import { onDisk } from "./disk-problem.ts";
import { formerDirectory } from "./former-directory.ts";
import { deletedFolder } from "./set-aside.ts";

/** Moves an account out of use and gives the folder that keeps it; it is found under the present address or the former. */
export async function setAccountAside(folder: string, directory: string, id: string): Promise<string> {
  const place = join(accountsFolder(folder, directory), id);
  const former = formerDirectory(directory);
  if (!(await isThere(place)) && former !== undefined) return await setAccountAside(folder, former, id);
  return await onDisk(folder, async () => {
    const kept = join(await deletedFolder(folder), `account-${id}-${stamp(new Date())}`);
    await rename(place, kept);
    return kept;
  });
}

export const hasAccount = (folder: string, directory: string, id: string) =>
  isThere(join(accountsFolder(folder, directory), id));
