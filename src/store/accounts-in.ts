import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { missingToUndefined } from "../base/system-error.ts";
import type { Account } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { accountFiles, accountId, readAccount } from "./account-files.ts";
import { isFormerAddress } from "./former-directory.ts";
import { stateOf } from "./lineage-memory.ts";

/** What this process has read: read again only after one of its files changed, since keys take long to make. */
const known = new Map<string, { state: string; account: Account }>();

/** A copy beside a good one, or a broken one, is skipped, as by certbot; without a good one it is reported. */
export async function accountsIn(place: string): Promise<readonly Account[]> {
  const found: Account[] = [];
  const problems: Problem[] = [];
  for (const name of await foldersIn(place)) {
    const account = await accountAt(place, name);
    if (account instanceof Problem) problems.push(account);
    else if (account) found.push(account);
  }
  if (found.length === 0 && problems[0]) throw problems[0];
  return found;
}

async function accountAt(place: string, name: string): Promise<Account | Problem | undefined> {
  const path = join(place, name);
  const state = stateOf(accountFiles.map((file) => join(path, file)));
  const before = known.get(path);
  if (before?.state === state) return before.account;
  known.delete(path);
  try {
    const read = await readAccount(path);
    const account = read && withPresentAddress(withId(read, place, name));
    if (account) known.set(path, { state, account });
    return account;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** An account without a URL is looked up by its key, and stored. */
function withPresentAddress(account: Account): Account {
  return isFormerAddress(account.url) ? { ...account, url: "" } : account;
}

async function foldersIn(place: string): Promise<readonly string[]> {
  const names = (await readdir(place).catch(missingToUndefined)) ?? [];
  const isFolder = async (name: string) => (await stat(join(place, name)).catch(missingToUndefined))?.isDirectory();
  const answers = await Promise.all(names.map(isFolder));
  return names.filter((_, at) => answers[at]).sort();
}

/** The conf's `account` must be the folder's name, or certbot cannot find it on the next renewal. */
function withId(account: Omit<Account, "id">, place: string, name: string): Account {
  const id = accountId(account.privateKeyPem);
  if (id === name) return { ...account, id };
  throw new Problem({
    code: "account-unreadable",
    message: phrase`${join(place, name)} contains the account ${id} under another name`,
    fix: `docker compose exec certbot mv '${plainPath(join(place, name))}' '${join(place, id)}'`,
    retry: "look",
  });
}
