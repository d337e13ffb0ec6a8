import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isThere } from "../base/files.ts";
import { accountStore, accountsFolder, accountsIn } from "./accounts.ts";
import { onDisk } from "./disk-problem.ts";

export const hasAccount = (folder: string, directory: string, id: string) =>
  isThere(join(accountsFolder(folder, directory), id));

/**
 * Moves the account at one CA to another folder; at any kill one of the two has it whole. One that appears later stays
 * where it is: nginx can write the first folder in some stacks. Throws Problem.
 */
export async function moveAccounts(from: string, to: string, directory: string): Promise<void> {
  const place = accountsFolder(from, directory);
  const kept = await onDisk(to, () => accountsIn(accountsFolder(to, directory)));
  const { save } = accountStore(to, { isCertbots: false });
  for (const account of await onDisk(from, () => accountsIn(place))) {
    const isKept = kept.some(({ id }) => id === account.id);
    if (!isKept && kept.length > 0) continue;
    if (!isKept) await save(directory, account);
    await onDisk(from, () => rm(join(place, account.id), { recursive: true, force: true }));
  }
}
