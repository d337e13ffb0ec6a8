import type { Challenge, ChallengeSolver } from "../model/challenge.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import {
  type Authorization,
  answerChallenge,
  chooseChallenge,
  deactivate,
  knownChallenges,
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
  /** by type, the preferred first */
  solvers: readonly ChallengeSolver[];
  say: Print;
  /** after a stop, the next run goes on with the order */
  goesOn: boolean;
}

/** A challenge that is to be answered. */
interface Open {
  /** URLs of both at the CA */
  authorization: string;
  url: string;
  challenge: Challenge;
}

/**
 * Proves control of every name of the order (RFC 8555 section 7.5) and gives the order, ready: presents all challenges,
 * waits until the CA can see them, answers all. The order is polled, not each authorization. Every challenge is cleaned
 * up at the end, except at a stop: the CA may be validating at this moment, and a failed validation is counted; the next
 * run does it. Throws Problem: for a failed validation one that tells what the CA saw.
 */
export async function proveControl(order: Order, parts: ControlParts, patience: Patience): Promise<Order> {
  if (order.status !== "pending") return order;
  const presented: Challenge[] = [];
  const { session } = parts;
  try {
    const open = await presentAll(order, parts, presented);
    await settleAll(open, parts, patience.signal);
    await inParallel(open, atOnce, ({ authorization, url }) => answerChallenge(session, authorization, url));
    const judged = await untilOrderLeaves(["pending"], { session, url: order.url }, patience);
    if (judged.status === "invalid") throw await failure(judged, session);
    return judged;
  } finally {
    if (!(patience.signal.aborted && parts.goesOn)) await cleanUp(presented, parts);
  }
}

/** `presented`: all that has to be cleaned up, also when one fails. */
async function presentAll({ authorizations }: Order, parts: ControlParts, presented: Challenge[]): Promise<Open[]> {
  const open: Open[] = [];
  await inParallel(authorizations, atOnce, async (url) => {
    const authorization = await readAuthorization(parts.session, url);
    if (authorization.status === "valid") return void presented.push(...(await leftBy(authorization, parts)));
    if (authorization.status !== "pending") throw validationProblem([authorization], undefined);
    open.push(await present({ authorization, url }, parts, presented));
  });
  return open;
}

async function present(
  { authorization, url }: { authorization: Authorization; url: string },
  { session, solvers }: ControlParts,
  presented: Challenge[],
): Promise<Open> {
  const { solver, url: challengeUrl, ...chosen } = chooseChallenge(authorization, solvers);
  const challenge = { ...chosen, keyAuthorization: await session.keyAuthorization(chosen.token) };
  presented.push(challenge);
  await solver.present(challenge);
  return { authorization: url, url: challengeUrl, challenge };
}

async function settleAll(open: readonly Open[], { solvers }: ControlParts, signal: AbortSignal): Promise<void> {
  for (const solver of solvers) {
    const own = open.map(({ challenge }) => challenge).filter(({ type }) => type === solver.type);
    if (own.length > 0) await solver.settle(own, signal);
  }
}

async function failure(order: Order, session: Session): Promise<Error> {
  const read = await Promise.all(order.authorizations.map((url) => readAuthorization(session, url)));
  return validationProblem(read, order.error);
}

/** Takes away what a run that was stopped or killed left of an order. Throws nothing. */
export async function tidyUp({ authorizations }: Order, parts: ControlParts): Promise<void> {
  await inParallel(authorizations, atOnce, async (url) => {
    const authorization = await readAuthorization(parts.session, url).catch(() => undefined);
    if (authorization) await cleanUp(await leftBy(authorization, parts), parts);
  });
}

/** What a run that was killed may have presented for it. */
async function leftBy(authorization: Authorization, { session, solvers }: ControlParts): Promise<Challenge[]> {
  const known = knownChallenges(authorization, solvers);
  return await Promise.all(
    known.map(async (challenge) => ({
      ...challenge,
      keyAuthorization: await session.keyAuthorization(challenge.token),
    })),
  );
}

async function cleanUp(challenges: readonly Challenge[], { solvers, say }: ControlParts): Promise<void> {
  const removals = challenges.map((challenge) =>
    solvers.find(({ type }) => type === challenge.type)?.cleanUp(challenge),
  );
  for (const result of await Promise.allSettled(removals)) {
    if (result.status === "rejected")
      say(phrase`a challenge could not be removed: ${(result.reason as Error).message}`);
  }
}

/** Takes back the pending authorizations of an order that failed, as far as that goes. Throws nothing. */
export async function abandon({ authorizations }: Order, session: Session): Promise<void> {
  await inParallel(authorizations, atOnce, (url) => deactivate(session, url).catch(() => {}));
}
