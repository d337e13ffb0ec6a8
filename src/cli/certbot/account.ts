import { hasFlag } from "../../config/given.ts";
import { readNameless } from "../../config/settings.ts";
import type { AccountClient } from "../../model/account-client.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";
import type { CertbotVerb } from "./verb.ts";

/** Registers an account where there is none, so that an external account (EAB) is bound before the first certificate. */
export const register: CertbotVerb = async (context, line) => {
  const { email, client } = await accountAt(context, line);
  const { print, signal } = context;
  await locked(context, phrase`the CA registers the account`, () => client.register(email, print, signal));
  print("Account registered.");
  return 0;
};

/** Gives the account the address of -m; without one, --register-unsafely-without-email takes it away. */
export const updateAccount: CertbotVerb = async (context, line) => {
  const { email, client } = await accountAt(context, line);
  const { print, signal } = context;
  const isGiven = hasFlag(line.given, "email");
  if (!isGiven && !hasFlag(line.given, "noEmail")) throw noAddress();
  const contact = isGiven ? email : undefined;
  await locked(context, phrase`the CA changes the account`, () => client.changeContact(contact, signal));
  const removed = "Any contact information associated with this account has been removed.";
  print(contact === undefined ? removed : `Your e-mail address was updated to ${contact}.`);
  return 0;
};

/** Closes the account for good; the next certificate makes another. */
export const unregister: CertbotVerb = async (context, line) => {
  const { client } = await accountAt(context, line);
  const kept = await locked(context, phrase`the CA closes the account`, () => client.close(context.signal));
  context.print("Account deactivated.");
  context.print(phrase`Its files are kept in ${kept}; the next certificate is obtained with a new account.`);
  return 0;
};

async function accountAt(
  { assembly, environment }: Context,
  { words, ini }: CommandLine,
): Promise<{ email: string | undefined; client: AccountClient }> {
  const { folders } = assembly;
  const imported = { ...environment, CERTBOT_OPTIONS: "" };
  const settings = readNameless({ environment: imported, words, word: "certbot", folders, ini });
  return { email: settings.email, client: await assembly.accountClient(settings, undefined) };
}

/** With certbot's lock held: a renewal must not use the account meanwhile. */
async function locked<T>({ assembly, step }: Context, title: string, work: () => Promise<T>): Promise<T> {
  const store = await assembly.store();
  return await step(title, () => store.exclusively(work));
}

function noAddress(): Problem {
  return new Problem({
    code: "no-address",
    message: phrase`-m is missing: name the email address`,
    fix: "certbot update_account -m admin@example.org",
    retry: "after-a-fix",
  });
}
