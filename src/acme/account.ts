import * as z from "zod";
import type { AccountStore, Print } from "../model/contracts.ts";
import type { Account } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { inEnv } from "../model/typed-lines.ts";
import { type KeyKind, makeCertificateKey } from "./certificate-key.ts";
import type { Binding } from "./external-account.ts";
import { hasType, problemFor } from "./refusal.ts";
import type { Session } from "./session.ts";

export interface AccountParts {
  session: Session;
  accounts: AccountStore;
  directoryUrl: string;
  email: string | undefined;
  externalAccount: Binding | undefined;
  say: Print;
}

/** A new account's key, RSA-2048 by default, as certbot's tools can read it: PKCS#8, PEM. */
export async function newAccountKey(kind: KeyKind = { type: "rsa", bits: 2048 }): Promise<string> {
  return await makeCertificateKey(kind);
}

/**
 * The account to order with (RFC 8555 section 7.3): the stored one, without a request; if its URL is lost, found again
 * by its key; else registered, and stored before use. Throws Problem.
 */
export async function openAccount(stored: Account | undefined, key: string, parts: AccountParts): Promise<Account> {
  if (stored === undefined) return register(key, parts);
  if (stored.url === "") return findByKey(key, parts);
  parts.session.useAccount(stored.url);
  return stored;
}

async function findByKey(key: string, parts: AccountParts): Promise<Account> {
  try {
    const url = await parts.session.newAccount({ onlyReturnExisting: true }, false);
    return await parts.accounts.save(parts.directoryUrl, { privateKeyPem: key, url });
  } catch (error) {
    if (!hasType(error, "accountDoesNotExist")) throw error;
    return register(key, parts);
  }
}

/**
 * Asks by its key whether the CA still has the account; false: it does not. Takes over its URL. Throws what was refused
 * if the CA knows the account at the same URL: then the fault is another.
 */
export async function findAgain(refused: unknown, { url, privateKeyPem }: Account, parts: AccountParts) {
  if (hasType(refused, "accountDoesNotExist")) return false;
  try {
    const found = await parts.session.newAccount({ onlyReturnExisting: true }, false);
    if (found === url) throw refused;
    await parts.accounts.save(parts.directoryUrl, { privateKeyPem, url: found });
    return true;
  } catch (error) {
    if (hasType(error, "accountDoesNotExist")) return false;
    throw refused;
  }
}

/** RFC 8555 section 7.3.3. Throws Problem. */
export async function agreeToTerms(session: Session): Promise<void> {
  await session.post(session.accountUrl(), { termsOfServiceAgreed: true }, z.unknown());
}

/** Registers this key, with the contact if the CA takes it, and stores the account. Throws Problem. */
export async function register(key: string, parts: AccountParts): Promise<Account> {
  const url = await newAccount(parts);
  parts.say(phrase`registered an account at ${new URL(parts.directoryUrl).host}`);
  return parts.accounts.save(parts.directoryUrl, { privateKeyPem: key, url });
}

async function newAccount(parts: AccountParts): Promise<string> {
  const { session, email, externalAccount, say } = parts;
  await checkBinding(parts);
  const bind = externalAccount !== undefined;
  const terms = { termsOfServiceAgreed: true };
  if (email === undefined) return bound(parts, () => session.newAccount(terms, bind));
  try {
    return await bound(parts, () => session.newAccount({ ...terms, contact: contactsOf(email) }, bind));
  } catch (error) {
    if (!hasType(error, "invalidContact") && !hasType(error, "unsupportedContact")) throw error;
    say(phrase`the CA refuses CERTBOT_EMAIL, so the account has no contact: ${(error as Error).message}`);
    return bound(parts, () => session.newAccount(terms, bind));
  }
}

/** RFC 8555 section 7.3: one address in each URL. */
export function contactsOf(email: string | undefined): readonly string[] {
  return email?.split(",").map((address) => `mailto:${address}`) ?? [];
}

/** Skips a request that is certain to be refused. */
async function checkBinding({ session, externalAccount }: AccountParts): Promise<void> {
  const { meta } = await session.directory();
  if (!meta.externalAccountRequired || externalAccount !== undefined) return;
  throw problemFor([{ type: "externalAccountRequired", detail: "", name: undefined }], "acme");
}

/** A refused binding must not read as a fault of an account that does not exist yet. */
async function bound<T>({ externalAccount }: AccountParts, register: () => Promise<T>): Promise<T> {
  try {
    return await register();
  } catch (error) {
    const refused = ["unauthorized", "malformed"].some((type) => hasType(error, type));
    if (externalAccount === undefined || !refused) throw error;
    throw new Problem({
      code: "external-account-refused",
      message: phrase`the CA does not accept the key id and the HMAC key of your account there: ${(error as Error).message}`,
      fix: inEnv(phrase`copy both again from its site into CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>`),
      retry: "after-a-fix",
      cause: error,
    });
  }
}
