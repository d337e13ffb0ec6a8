import type { Account } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { agreeToTerms, findAgain, register } from "./account.ts";
import { forgetProofs } from "./control.ts";
import { findLostOrder } from "./lost-order.ts";
import { type Order, type OrderRequest, placeOrder } from "./order.ts";
import { hasType, mayBeDone, refusalOf } from "./refusal.ts";
import type { Talk } from "./talk.ts";

/** What may help once after a refusal: returns the request to place next, or the order itself. */
interface Remedy {
  helps(error: unknown, request: OrderRequest): boolean;
  apply(error: unknown, request: OrderRequest, talk: Talk): Promise<OrderRequest | Order>;
}

/** Places an order and remedies refusals that need no person. Throws Problem. */
export async function orderFor(request: OrderRequest, talk: Talk): Promise<Order> {
  const placed = await place(request, talk, remedies);
  if (!talk.how.proveAgain || !(await forgetProofs(placed, talk.session))) return placed;
  const words = "Recreating order after authz deactivation";
  talk.say(phrase`earlier validations are withdrawn, so that this one counts: ${words}`);
  return await place(request, talk, remedies);
}

async function place(request: OrderRequest, talk: Talk, left: readonly Remedy[]): Promise<Order> {
  try {
    return await placeOrder(talk.session, request);
  } catch (error) {
    const remedy = left.find((each) => each.helps(error, request));
    if (remedy === undefined) throw error;
    const next = await remedy.apply(error, request, talk);
    const others = left.filter((each) => each !== remedy);
    return "url" in next ? next : await place(next, talk, others);
  }
}

/**
 * The CA has lost the account (a test CA that was restarted): some answer a plain 401. Where another client has changed
 * its key, Boulder calls the signature malformed.
 */
const unknownAccount: Remedy = {
  helps: (error) => ["accountDoesNotExist", "unauthorized", "malformed"].some((type) => hasType(error, type)),
  async apply(error, request, talk) {
    const { account, say } = talk;
    if (await findAgain(error, account, talk)) return request;
    say(phrase`the CA no longer knows this account, so it is registered again`);
    await register(account.privateKeyPem, talk);
    return request;
  },
};

/** The terms have changed (RFC 8555 section 7.3.3): agrees to them as at the registration, and says so. */
const changedTerms: Remedy = {
  helps: (error) => hasType(error, "userActionRequired") && refusalOf(error)?.terms !== undefined,
  async apply(error, request, { session, say }) {
    say(phrase`the CA's terms have changed and are agreed to, as with --agree-tos: ${refusalOf(error)?.terms}`);
    await agreeToTerms(session);
    return request;
  },
};

/** Refusals that concern any order, with `replaces` or without it. */
const ofAnyOrder = ["rateLimited", "badNonce", "userActionRequired", "accountDoesNotExist", "externalAccountRequired"];

/**
 * CAs refuse `replaces` under many names, and a renewal must not depend on it: any 4xx may mean it. Pebble says 500
 * where it cannot find the order of the certificate.
 */
const refusedReplacement: Remedy = {
  helps(error, { replaces }) {
    const { status = 0 } = refusalOf(error) ?? {};
    if (replaces === undefined || ofAnyOrder.some((type) => hasType(error, type))) return false;
    return (status >= 400 && status < 500) || (status === 500 && /order for|replac/i.test((error as Problem).message));
  },
  async apply(_, request, { say }) {
    say(phrase`the CA does not count this as the renewal of the present certificate, so it is ordered as a new one`);
    return { ...request, replaces: undefined };
  },
};

/** The response is lost: the order may exist, and CAs count and bill orders. */
const lostAnswer: Remedy = {
  helps: mayBeDone,
  async apply(error, request, { session }) {
    const found = await findLostOrder(session, request.domains);
    if (found !== undefined) return found;
    // a kept connection that the CA had just closed: mostly it never saw the request
    if (error instanceof Problem && error.code === "authority-closed") return request;
    throw error;
  },
};

/** In this order: "unauthorized" may be about the certificate that is replaced, and only then about the account. */
const remedies: readonly Remedy[] = [refusedReplacement, unknownAccount, changedTerms, lostAnswer];

/** Only the same CA and account may know the replaced certificate. */
export async function replacedBy({ id }: Account, { how, session, directory }: Talk): Promise<string | undefined> {
  const { renewalInfo } = await session.directory();
  const { replaces } = how;
  const isSame = replaces?.directory === directory && replaces.accountId === id;
  return renewalInfo !== undefined && isSame ? replaces.certificateId : undefined;
}
