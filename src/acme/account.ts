import type { AccountStore, Print } from "../model/contracts.ts";
import type { Account } from "../model/lineage.ts";
import { hasType } from "./refusal.ts";
import type { Session } from "./session.ts";

export interface AccountParts {
  session: Session;
  accounts: AccountStore;
  directoryUrl: string;
  email: string | undefined;
  say: Print;
}

/** A new account's key, RSA-2048 as certbot's tools can read it: PKCS#8, PEM. */
export async function newAccountKey(): Promise<string> {
  const { crypto } = (await import("acme-client")).default;
  return (await crypto.createPrivateRsaKey(2048)).toString();
}

/**
 * The account to order with (RFC 8555 section 7.3): the stored one, without asking;
 * one whose address is lost is asked for by its key; else a new one is registered, and kept before it is used.
 * Throws Problem.
 */
export async function openAccount(stored: Account | undefined, key: string, parts: AccountParts): Promise<Account> {
  if (stored === undefined) return register(key, parts);
  if (stored.url === "") return findByKey(key, parts);
  parts.session.useAccount(stored.url);
  return stored;
}

async function findByKey(key: string, parts: AccountParts): Promise<Account> {
  try {
    const url = await parts.session.newAccount({ onlyReturnExisting: true });
    return await parts.accounts.save(parts.directoryUrl, { privateKeyPem: key, url });
  } catch (error) {
    if (!hasType(error, "accountDoesNotExist")) throw error;
    return register(key, parts);
  }
}

/** Registers this key, with the contact if the authority takes it, and keeps the account. Throws Problem. */
export async function register(key: string, parts: AccountParts): Promise<Account> {
  const url = await newAccount(parts);
  parts.say(`registered an account at ${new URL(parts.directoryUrl).host}`);
  return parts.accounts.save(parts.directoryUrl, { privateKeyPem: key, url });
}

async function newAccount({ session, email, say }: AccountParts): Promise<string> {
  const terms = { termsOfServiceAgreed: true };
  if (email === undefined) return session.newAccount(terms);
  try {
    return await session.newAccount({ ...terms, contact: [`mailto:${email}`] });
  } catch (error) {
    if (!hasType(error, "invalidContact") && !hasType(error, "unsupportedContact")) throw error;
    say(`the authority refuses CERTBOT_EMAIL, so the account has no contact: ${(error as Error).message}`);
    return session.newAccount(terms);
  }
}
