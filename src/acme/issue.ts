import { setTimeout as sleep } from "node:timers/promises";
import type { IssueOptions } from "../model/contracts.ts";
import type { IssuedCertificate, Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { checkChain, requestFor } from "./certificate.ts";
import { chooseChain } from "./chain.ts";
import { abandon, type ControlParts, proveControl } from "./control.ts";
import { finishOrder } from "./finish.ts";
import { type CurrentOrder, canGoOn, findOpen, isSpent, type Wanted } from "./open-order.ts";
import { checkSize } from "./order.ts";
import { orderFor, replacedBy } from "./place-order.ts";
import { checkProfile, chooseProfile } from "./profile.ts";
import { type IssueParts, openTalk, type Talk } from "./talk.ts";

/** Issues one certificate: account, order, proof, CSR, chain. Throws Problem. */
export async function issueCertificate(
  lineage: Lineage,
  how: IssueOptions,
  parts: IssueParts,
): Promise<IssuedCertificate> {
  const talk = await openTalk(lineage, how, parts);
  const { directory, account } = talk;
  const wanted = { directory, accountId: account.id, domains: lineage.domains, profile: await profileFor(talk) };
  return (await goOn(wanted, talk)) ?? complete(await start(wanted, talk), talk);
}

async function profileFor({ session, profile, lineage: { domains }, say }: Talk): Promise<string | undefined> {
  const { meta } = await session.directory();
  return chooseProfile({ offered: Object.keys(meta.profiles), request: profile, domains }, say);
}

/** undefined: no order to continue. */
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

/** Until it is finalized, an order is tied to no key; after that, one with another key is useless. */
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

async function start(wanted: Wanted, talk: Talk): Promise<CurrentOrder> {
  const privateKeyPem = talk.how.request ? "" : await talk.certificateKey(talk.lineage);
  const order = await orderFor({ ...wanted, replaces: await replacedBy(talk.account, talk) }, talk);
  const replaces = order.replaces !== undefined;
  return { order, open: { ...wanted, url: order.url, privateKeyPem, ...(replaces && { replaces }) }, isOld: false };
}

async function complete(currentOrder: CurrentOrder, talk: Talk): Promise<IssuedCertificate> {
  const { order, open } = currentOrder;
  const { session, how } = talk;
  checkSize(order, open.domains);
  try {
    if (!currentOrder.isOld) await keepOpen(currentOrder, talk);
    const fullchainPem = await obtain(currentOrder, talk);
    const { privateKeyPem, directory, accountId } = open;
    return { privateKeyPem, fullchainPem, directory, accountId };
  } catch (error) {
    if (!canGoOn(error, currentOrder, how.signal)) {
      await atMost(5000, abandon(order, session), how.signal);
      // an order that cannot be dropped now is found to be gone by the next run
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
  const { session, say, preferredChain: wanted, how, now } = talk;
  const { request } = how;
  const proven = await proveControl(order, controlOf(talk), talk);
  const csr = request?.der ?? (await requestFor(privateKeyPem, domains));
  const chains = await finishOrder(session, proven, csr, talk);
  const moments = [chains.sentAt, now()];
  const keyPem = request?.publicKeyPem ?? privateKeyPem;
  return checkChain(await chooseChain(chains, { wanted, session, say }), { keyPem, domains, moments });
}

function controlOf(talk: Talk): ControlParts {
  return { ...talk, goesOn: talk.how.keep !== undefined };
}

/** Cleaning up at the CA must not delay the result; what is left when time is up ends with the connection. */
async function atMost(ms: number, work: Promise<void>, signal: AbortSignal): Promise<void> {
  await Promise.race([work, sleep(ms, undefined, { ref: false, signal }).catch(() => {})]);
}
