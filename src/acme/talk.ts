import { serialQueue } from "../base/queue.ts";
import type { ChallengeSolver } from "../model/challenge.ts";
import type { AccountStore, IssueOptions, Print } from "../model/contracts.ts";
import type { Account, Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import type { ExternalAccount, ProfileRequest } from "../model/settings.ts";
import { newAccountKey, openAccount } from "./account.ts";
import { keyKindFor } from "./account-key-kind.ts";
import { type Binding, bindingIfThere, readBinding } from "./external-account.ts";
import type { Patience } from "./order.ts";
import { openSession, type Session } from "./session.ts";
import type { DirectoryMemory } from "./transport.ts";
import type { Wire } from "./wire.ts";

export interface IssueParts extends Omit<Patience, "signal"> {
  wire: Wire;
  directories?: DirectoryMemory;
  /** ACME directory URL */
  directory: string;
  email: string | undefined;
  externalAccount: ExternalAccount | undefined;
  profile: ProfileRequest | undefined;
  preferredChain: string | undefined;
  accounts: AccountStore;
  /** of a new account, where it was made ahead (PEM) */
  accountKey?: Promise<string | undefined> | undefined;
  /** by type, the preferred first */
  solvers: readonly ChallengeSolver[];
  say: Print;
  /** gives the certificate's private key: PKCS#8, PEM */
  certificateKey(lineage: Lineage): Promise<string>;
  keyFits(lineage: Lineage, privateKeyPem: string): Promise<boolean>;
}

export type Talk = Omit<IssueParts, "externalAccount"> &
  Patience & {
    externalAccount: Binding | undefined;
    session: Session;
    account: Account;
    directoryUrl: string;
    lineage: Lineage;
    how: IssueOptions;
  };

/** Opens the session for one lineage, under the stored account or a new one. Throws Problem. */
export async function openTalk(lineage: Lineage, how: IssueOptions, parts: IssueParts): Promise<Talk> {
  return { ...parts, lineage, how, ...(await openAccountTalk({ ...parts, signal: how.signal })) };
}

type AccountTalkParts = Pick<
  IssueParts,
  | "wire"
  | "directories"
  | "directory"
  | "email"
  | "externalAccount"
  | "accounts"
  | "accountKey"
  | "say"
  | "wait"
  | "now"
> & { signal: AbortSignal };
type AccountTalk = Pick<Talk, "session" | "account" | "externalAccount" | "directoryUrl" | "signal">;

/** The talk under the account that is stored, or a new one: of several at once, one registers it for all. Throws Problem. */
export async function openAccountTalk(parts: AccountTalkParts): Promise<AccountTalk> {
  const { directory, accounts, directories = {} } = parts;
  const stored = await accounts.find(directory);
  if (stored !== undefined) return await talkUnder(parts, stored);
  directories.registering ??= serialQueue();
  return await directories.registering.run(async () => {
    const meanwhile = await accounts.find(directory);
    return await (meanwhile === undefined ? talkUnderNew(parts) : talkUnder(parts, meanwhile));
  });
}

async function talkUnder(
  parts: AccountTalkParts,
  stored: Account | undefined,
  key: string | Promise<string> = stored?.privateKeyPem ?? newAccountKey(),
): Promise<AccountTalk> {
  const { directory: directoryUrl, signal } = parts;
  const read = stored === undefined ? readBinding : bindingIfThere;
  const externalAccount = parts.externalAccount && read(parts.externalAccount);
  const common = { ...parts, externalAccount, directoryUrl };
  const session = await openSession({ ...common, accountKey: key });
  const account = await openAccount(stored, await key, { ...common, session });
  return { session, account, externalAccount, directoryUrl, signal };
}

async function talkUnderNew(parts: AccountTalkParts): Promise<AccountTalk> {
  try {
    return await talkUnder(parts, undefined, await parts.accountKey);
  } catch (error) {
    const kind = keyKindFor(error);
    if (kind === undefined) throw error;
    parts.say(phrase`the CA takes no RSA key for an account, so an ECDSA key is used`);
    return await talkUnder(parts, undefined, newAccountKey(kind));
  }
}
