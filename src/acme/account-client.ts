import { createPrivateKey, X509Certificate } from "node:crypto";
import * as z from "zod";
import type { AccountClient, Revocation } from "../model/account-client.ts";
import type { AccountStore } from "../model/contracts.ts";
import type { Account } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { contactsOf } from "./account.ts";
import type { AuthorityOptions } from "./authority.ts";
import { pause } from "./retry.ts";
import { openSession, type Session } from "./session.ts";
import { openAccountTalk } from "./talk.ts";
import { openWire, type Wire } from "./wire.ts";

const accountSchema = z.object({ status: z.string().catch(""), contact: z.array(z.string()).catch([]) });

export type AccountClientOptions = Omit<AuthorityOptions, "solvers" | "say" | "email" | "accounts"> & {
  accounts: AccountStore & AccountFolders;
};

/** certbot's folder of an account that was closed. */
interface AccountFolders {
  /** Moves it out of use and gives the folder that keeps it. */
  setAside(directory: string, account: Account): Promise<string>;
}

/** Requests to a CA besides issuing, under the stored account. Its verbs throw Problem. */
export function accountClient(options: AccountClientOptions): AccountClient {
  return {
    async show(signal) {
      const account = await existing(options);
      return await withSession(options, account.privateKeyPem, signal, async (session) => {
        const { data, location } = await session.ownAccount(accountSchema);
        const contacts = data.contact.map((contact) => contact.replace(/^mailto:/, ""));
        const [, thumbprint = ""] = (await session.keyAuthorization("token")).split(".");
        return { url: location ?? account.url, contacts, thumbprint };
      });
    },
    ...ofTheAccount(options),
    async revoke(revocation, signal) {
      const { privateKeyPem: certificateKey } = revocation;
      if (certificateKey !== undefined) checkPair(revocation.certificatePem, certificateKey);
      const account = certificateKey === undefined ? await existing(options) : undefined;
      const key = certificateKey ?? account?.privateKeyPem ?? "";
      await withSession(options, key, signal, async (session) => {
        if (account !== undefined) session.useAccount(account.url || (await lookUp(session)));
        await revokeAt(session, revocation, options.directory);
      });
    },
  };
}

/** What makes, changes and ends the account itself. */
function ofTheAccount(options: AccountClientOptions): Pick<AccountClient, "register" | "changeContact" | "close"> {
  const { accounts, directory } = options;
  const change = async ({ privateKeyPem, url }: Account, payload: object, signal: AbortSignal) =>
    await withSession(options, privateKeyPem, signal, async (session) => {
      session.useAccount(url || (await lookUp(session)));
      await session.post(session.accountUrl(), payload, z.unknown());
    });
  return {
    async register(contact, say, signal) {
      if ((await accounts.find(directory)) !== undefined) throw accountIsThere();
      const email = contact === undefined ? {} : { email: contact };
      await withWire(options, (wire) =>
        openAccountTalk({ ...patience, ...options, email: undefined, ...email, wire, say, signal }),
      );
    },
    changeContact: async (contact, signal) =>
      await change(await existing(options), { contact: contactsOf(contact) }, signal),
    async close(signal) {
      const account = await existing(options);
      await change(account, { status: "deactivated" }, signal);
      return await accounts.setAside(directory, account);
    },
  };
}

const patience = { wait: pause, now: () => new Date(), externalAccount: undefined };

/** RFC 8555 section 7.6. */
async function revokeAt(session: Session, { certificatePem, reason, privateKeyPem }: Revocation, directory: string) {
  const { revokeCert } = await session.directory();
  if (revokeCert === undefined) throw takesNothingBack(directory);
  const { crypto } = (await import("acme-client")).default;
  const certificate = crypto.getPemBodyAsB64u(certificatePem);
  await session.send(revokeCert, { certificate, reason }, privateKeyPem === undefined ? "account" : "key");
}

async function lookUp(session: Session): Promise<string> {
  return (await session.ownAccount(accountSchema)).location ?? "";
}

async function existing({ accounts, directory }: AccountClientOptions): Promise<Account> {
  const account = await accounts.find(directory);
  if (account !== undefined) return account;
  throw new Problem({
    code: "no-account",
    message: phrase`Could not find an existing account for server ${directory}`,
    fix: phrase`name the CA with --server; to revoke without an account: certbot revoke --cert-path FILE --key-path KEY`,
    retry: "after-a-fix",
  });
}

async function withSession<T>(
  options: AccountClientOptions,
  accountKey: string,
  signal: AbortSignal,
  talk: (session: Session) => Promise<T>,
): Promise<T> {
  const how = { ...patience, directoryUrl: options.directory };
  return await withWire(options, async (wire) => await talk(await openSession({ ...how, wire, accountKey, signal })));
}

async function withWire<T>(options: AccountClientOptions, work: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = await openWire(options);
  try {
    return await work(wire);
  } finally {
    wire.close();
  }
}

function accountIsThere(): Problem {
  return new Problem({
    code: "account-is-there",
    message: phrase`an account is registered there already; in certbot's words: ${"There is an existing account"}`,
    fix: phrase`all certificates use it; to show it: certbot show_account`,
    retry: "after-a-fix",
  });
}

/** Without the account, only the certificate's own key may revoke it. */
function checkPair(certificatePem: string, privateKeyPem: string): void {
  if (new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem))) return;
  throw new Problem({
    code: "key-of-another",
    message: phrase`the key of --key-path is not the key of this certificate`,
    fix: phrase`leave --key-path out, or name the privkeyN.pem of the same number in /etc/letsencrypt/archive/NAME/`,
    retry: "after-a-fix",
  });
}

function takesNothingBack(directory: string): Problem {
  return new Problem({
    code: "no-revocation",
    message: phrase`${new URL(directory).host} does not support revocation: its directory lists no revocation URL`,
    fix: phrase`ask the CA how it revokes`,
    retry: "after-a-fix",
  });
}
