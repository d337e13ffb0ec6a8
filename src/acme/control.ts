import type { ChallengeResponder, Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import {
  type Authorization,
  answerChallenge,
  deactivate,
  httpChallenge,
  httpToken,
  readAuthorization,
  validationProblem,
} from "./authorization.ts";
import { type Order, type Patience, untilOrderLeaves } from "./order.ts";
import { inParallel } from "./parallel.ts";
import type { Session } from "./session.ts";

/** Authorizations worked on at once: kind to the authority with a hundred names. */
const atOnce = 4;

export interface ControlParts {
  session: Session;
  responder: ChallengeResponder;
  say: Print;
  /** after a stop, the next run goes on with the order */
  goesOn: boolean;
}

/**
 * Proves control of every name of the order over http-01 (RFC 8555 sections 7.5 and 8.3) and gives the order, ready.
 * The order is polled, not each authorization. Whatever happens, every challenge is cleaned up; but not at a stop,
 * since the authority may be looking this very moment, and a validation that fails is counted: the next run does it.
 * Throws Problem: for a failed validation one that tells what the authority saw.
 */
export async function proveControl(order: Order, parts: ControlParts, patience: Patience): Promise<Order> {
  if (order.status !== "pending") return order;
  const presented: string[] = [];
  try {
    await inParallel(order.authorizations, atOnce, (url) => answerFor(url, parts, presented));
    const judged = await untilOrderLeaves(["pending"], { session: parts.session, url: order.url }, patience);
    if (judged.status === "invalid") throw await failure(judged, parts.session);
    return judged;
  } finally {
    if (!(patience.signal.aborted && parts.goesOn)) await cleanUp(presented, parts);
  }
}

async function answerFor(url: string, { session, responder }: ControlParts, presented: string[]): Promise<void> {
  const authorization = await readAuthorization(session, url);
  if (authorization.status === "valid") return void presented.push(...leftBy(authorization));
  if (authorization.status !== "pending") throw validationProblem([authorization], undefined);
  const challenge = httpChallenge(authorization);
  presented.push(challenge.token);
  await responder.present(challenge.token, await session.keyAuthorization(challenge.token));
  await answerChallenge(session, url, challenge.url);
}

async function failure(order: Order, session: Session): Promise<Error> {
  const read = await Promise.all(order.authorizations.map((url) => readAuthorization(session, url)));
  return validationProblem(read, order.error);
}

/** Takes away what a run that was stopped or killed left of an order. Throws nothing. */
export async function tidyUp({ authorizations }: Order, parts: ControlParts): Promise<void> {
  await inParallel(authorizations, atOnce, async (url) => {
    const authorization = await readAuthorization(parts.session, url).catch(() => undefined);
    if (authorization) await cleanUp(leftBy(authorization), parts);
  });
}

/** The authority had looked when nobody of us was there any more. */
function leftBy(authorization: Authorization): readonly string[] {
  const token = httpToken(authorization);
  return token === undefined ? [] : [token];
}

async function cleanUp(tokens: readonly string[], { responder, say }: ControlParts): Promise<void> {
  const results = await Promise.allSettled(tokens.map((token) => responder.cleanUp(token)));
  for (const result of results) {
    if (result.status === "rejected")
      say(phrase`a challenge file could not be taken away: ${(result.reason as Error).message}`);
  }
}

/** Takes back the pending authorizations of an order that failed, as far as that goes. Throws nothing. */
export async function abandon({ authorizations }: Order, session: Session): Promise<void> {
  await inParallel(authorizations, atOnce, (url) => deactivate(session, url).catch(() => {}));
}
