import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../base/files.ts";
import type { AccountStore } from "../model/contracts.ts";
import type { Account } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { start } from "../model/typed-lines.ts";
import { accountId, writeAccount } from "./account-files.ts";
import { accountsIn } from "./accounts-in.ts";
import { onDisk } from "./disk-problem.ts";
import { formerDirectory } from "./former-directory.ts";
import { makeHookFolders } from "./renewal-hooks.ts";

export interface AccountStoreOptions {
  now?: () => Date;
  /** for meta.json, where an operator with several machines finds it */
  host?: string;
  /** certbot's id of the account to use; it must exist */
  chosen?: string | undefined;
  /** of several, the account to use if it exists */
  preferred?: string | undefined;
  /** false: not certbot's folder */
  isCertbots?: boolean;
}

/** certbot's accounts/ under its folder. Symlinks are followed, since certbot makes them for old accounts. */
export function accountStore(
  folder: string,
  { now = () => new Date(), host = hostname(), isCertbots = true, ...choice }: AccountStoreOptions = {},
): AccountStore {
  return {
    /** Throws Problem `account-unreadable`, `no-such-account`, `several-accounts`: certbot could not choose either. */
    find: (directory) => onDisk(folder, () => findAccount(folder, directory, choice)),
    save: (directory, account) =>
      onDisk(folder, async () => {
        const saved = { ...account, id: accountId(account.privateKeyPem) };
        await makeFolders(folder, directory);
        if (isCertbots) await makeHookFolders(folder);
        await writeAccount(join(accountsFolder(folder, directory), saved.id), saved, { created: now(), host });
        return saved;
      }),
  };
}

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

type Choice = Pick<AccountStoreOptions, "chosen" | "preferred">;

async function findAccount(folder: string, directory: string, choice: Choice): Promise<Account | undefined> {
  const { chosen, preferred } = choice;
  const place = accountsFolder(folder, directory);
  const found = await accountsIn(place);
  const former = formerDirectory(directory);
  if (found.length === 0 && former !== undefined) return findAccount(folder, former, choice);
  const wanted = found.find(({ id }) => id === (chosen ?? preferred));
  if (wanted !== undefined) return wanted;
  if (chosen !== undefined) throw noSuchAccount(place, chosen);
  if (found.length > 1) throw severalAccounts(place, found);
  return found[0];
}

async function makeFolders(folder: string, directory: string): Promise<void> {
  let place = join(folder, "accounts");
  await makeFolder(place, 0o700);
  for (const part of directoryParts(directory)) {
    place = join(place, part);
    await makeFolder(place, 0o700);
  }
}

/** Of one CA. */
export function accountsFolder(folder: string, directory: string): string {
  return join(folder, "accounts", ...directoryParts(directory));
}

/** Host with port, then the path; without scheme, query and fragment. */
function directoryParts(directory: string): readonly string[] {
  const bare = directory.replace(/^[a-z]+:\/\//i, "").replace(/[?#].*$/s, "");
  const parts = bare.split("/").filter((part) => part !== "");
  if (parts.length > 0 && !parts.some((part) => part === "." || part === ".." || part.includes("\0"))) return parts;
  throw new Problem({
    code: "bad-settings",
    message: phrase`${directory} is not the address of an ACME directory`,
    fix: phrase`put the CA's directory behind --server, such as https://acme-v02.api.letsencrypt.org/directory`,
    retry: "after-a-fix",
  });
}

function noSuchAccount(place: string, id: string): Problem {
  return new Problem({
    code: "no-such-account",
    message: phrase`there is no account ${id} in ${place}`,
    fix: phrase`omit --account, or use an id from: docker compose exec certbot ls -R /etc/letsencrypt/accounts`,
    retry: "look",
  });
}

function severalAccounts(place: string, accounts: readonly Account[]): Problem {
  const [first, ...others] = accounts.map(({ id }) => id);
  return new Problem({
    code: "several-accounts",
    message: phrase`${place} contains ${accounts.length} accounts, and only one can be used: ${[first, ...others].join(", ")}`,
    fix: phrase`docker compose exec certbot mv '${place}/${others[0]}' /etc/letsencrypt/; or name the one to keep in CERTBOT_OPTIONS in .env: --account ${first}, then: ${start}`,
    retry: "look",
  });
}
