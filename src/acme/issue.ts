import { setTimeout as sleep } from "node:timers/promises";
import type { ChallengeSolver } from "../model/challenge.ts";
import type { AccountStore, IssueOptions, Print } from "../model/contracts.ts";
import type { Account, IssuedCertificate, Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import type { ExternalAccount, ProfileRequest } from "../model/settings.ts";
import { newAccountKey, openAccount, register } from "./account.ts";
import { checkChain, requestFor } from "./certificate.ts";
import { chooseChain } from "./chain.ts";
import { abandon, type ControlParts, proveControl } from "./control.ts";
import { type CurrentOrder, canGoOn, findOpen, isSpent, placeReplacing, type Wanted } from "./open-order.ts";
import { finishOrder, type Order, type OrderRequest, type Patience } from "./order.ts";
import { checkProfile, chooseProfile } from "./profile.ts";
import { hasType } from "./refusal.ts";
import { openSession, type Session } from "./session.ts";
import type { Wire } from "./wire.ts";

export interface IssueParts extends Omit<Patience, "signal"> {
  wire: Wire;
  /** ACME directory URL */
  directory: string;
  email: string | undefined;
  externalAccount: ExternalAccount | undefined;
  profile: ProfileRequest | undefined;
  preferredChain: string | undefined;
  accounts: AccountStore;
  /** by type, the preferred first */
  solvers: readonly ChallengeSolver[];
  say: Print;
  /** gives the certificate's private key: PKCS#8, PEM */
  certificateKey(lineage: Lineage): Promise<string>;
  keyFits(lineage: Lineage, privateKeyPem: string): Promise<boolean>;
}

/** What every step of one issuance needs. */
type Talk = IssueParts & Patience & { session: Session; directoryUrl: string; lineage: Lineage; how: IssueOptions };

/** The story of one certificate: account, order, proof, request, chain. Throws Problem. */
export async function issueCertificate(
  lineage: Lineage,
  how: IssueOptions,
  parts: IssueParts,
): Promise<IssuedCertificate> {
  const { domains } = lineage;
  const { directory, accounts } = parts;
  const stored = await accounts.find(directory);
  const accountKey = stored?.privateKeyPem ?? newAccountKey();
  const common = { ...parts, lineage, directoryUrl: directory, signal: how.signal };
  const talk: Talk = { ...common, session: await openSession({ ...common, accountKey }), how };
  const account = await openAccount(stored, await accountKey, talk);
  const wanted = { directory, accountId: account.id, domains, profile: await profileFor(domains, talk) };
  return (await goOn(wanted, talk)) ?? complete(await start(account, wanted, talk), talk);
}

async function profileFor(domains: readonly string[], { session, profile, say }: Talk): Promise<string | undefined> {
  const { meta } = await session.directory();
  return chooseProfile({ offered: Object.keys(meta.profiles), request: profile, domains }, say);
}

/** undefined: there is nothing to go on with. */
async function goOn(wanted: Wanted, talk: Talk): Promise<IssuedCertificate | undefined> {
  const { how, say, now } = talk;
  const found = await findOpen(how, wanted, controlOf(talk));
  const currentOrder = found && (await withWantedKey(found, talk));
  if (currentOrder === undefined) return undefined;
  say(phrase`continuing with the order that an earlier run left ${currentOrder.order.status}`);
  const issued = await complete(currentOrder, talk);
  if (!isSpent(issued.fullchainPem, how, now())) return issued;
  await how.keep?.(undefined);
  return undefined;
}

/** Until the request is handed in, an order is tied to no key; after that, one with another key is of no use. */
async function withWantedKey(found: CurrentOrder, { lineage, how, ...talk }: Talk): Promise<CurrentOrder | undefined> {
  if (await talk.keyFits(lineage, found.open.privateKeyPem)) return found;
  if (found.order.status !== "pending" && found.order.status !== "ready") {
    await how.keep?.(undefined);
    return undefined;
  }
  const open = { ...found.open, privateKeyPem: await talk.certificateKey(lineage) };
  await how.keep?.(open);
  return { ...found, open };
}

async function start(account: Account, wanted: Wanted, talk: Talk): Promise<CurrentOrder> {
  const privateKeyPem = await talk.certificateKey(talk.lineage);
  const order = await orderAs(account, { ...wanted, replaces: await replacedBy(wanted, talk) }, talk);
  const replaces = order.replaces !== undefined;
  return { order, open: { ...wanted, url: order.url, privateKeyPem, ...(replaces && { replaces }) }, isOld: false };
}

/** Only its own authority and account may know what is replaced (RFC 9773 section 5). */
async function replacedBy({ directory, accountId }: Wanted, { how, session }: Talk): Promise<string | undefined> {
  const { renewalInfo } = await session.directory();
  const { replaces } = how;
  const isSame = replaces?.directory === directory && replaces.accountId === accountId;
  return renewalInfo !== undefined && isSame ? replaces.certificateId : undefined;
}

/** An authority that has lost the account (a test CA that was restarted) gets the same key once more. */
async function orderAs({ privateKeyPem }: Account, request: OrderRequest, talk: Talk): Promise<Order> {
  const { session, say } = talk;
  try {
    return await placeReplacing(session, request, say);
  } catch (error) {
    if (!hasType(error, "accountDoesNotExist")) throw error;
    say(phrase`the CA no longer knows this account, so it is registered again`);
    await register(privateKeyPem, talk);
    return placeReplacing(session, request, say);
  }
}

async function complete(currentOrder: CurrentOrder, talk: Talk): Promise<IssuedCertificate> {
  const { order, open } = currentOrder;
  const { session, how } = talk;
  try {
    if (!currentOrder.isOld) await keepOpen(currentOrder, talk);
    const fullchainPem = await obtain(currentOrder, talk);
    const { privateKeyPem, directory, accountId } = open;
    return { privateKeyPem, fullchainPem, directory, accountId };
  } catch (error) {
    if (!canGoOn(error, currentOrder, how.signal)) {
      await atMost(5000, abandon(order, session), how.signal);
      // one that cannot be dropped now is found to be gone by the next run
      await how.keep?.(undefined).catch(() => {});
    }
    throw error;
  }
}

/** Before anything is proven: from here on a kill costs no second order. */
async function keepOpen({ order, open }: CurrentOrder, { profile, how }: Talk): Promise<void> {
  checkProfile(order.profile, open.profile, profile);
  await how.keep?.(open);
}

async function obtain({ order, open: { privateKeyPem, domains } }: CurrentOrder, talk: Talk): Promise<string> {
  const { session, say, preferredChain: wanted } = talk;
  const proven = await proveControl(order, controlOf(talk), talk);
  const chains = await finishOrder(session, proven, await requestFor(privateKeyPem, domains), talk);
  return checkChain(await chooseChain(chains, { wanted, session, say }), privateKeyPem, domains);
}

function controlOf(talk: Talk): ControlParts {
  return { ...talk, goesOn: talk.how.keep !== undefined };
}

/** Taking back must not keep anyone waiting; what is left when time is up ends with the wire. */
async function atMost(ms: number, work: Promise<void>, signal: AbortSignal): Promise<void> {
  await Promise.race([work, sleep(ms, undefined, { ref: false, signal }).catch(() => {})]);
}
