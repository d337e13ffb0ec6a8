import { inParallel, mapInParallel } from "../base/parallel.ts";
import type { Challenge, ChallengeSolver } from "../model/challenge.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import {
  type Authorization,
  answerChallenge,
  chooseChallenge,
  deactivate,
  hasFailed,
  knownChallenges,
  readAuthorization,
  validationProblem,
  validationSlow,
} from "./authorization.ts";
import { type Deadline, type Order, type Patience, pollOrder, slow, startWaiting } from "./order.ts";
import { missing } from "./refusal.ts";
import type { Session } from "./session.ts";

/** Authorizations worked on at once, with regard for the CA. */
const atOnce = 6;

export interface ControlParts {
  session: Session;
  /** by type, the preferred first */
  solvers: readonly ChallengeSolver[];
  say: Print;
  /** true: after a stop, the next run continues the order */
  goesOn: boolean;
}

interface Open {
  /** URLs of both at the CA */
  authorization: string;
  url: string;
  challenge: Challenge;
}

/**
 * Proves control of every name of the order (RFC 8555 section 7.5) and returns the order, ready: presents all
 * challenges, waits until the CA can see them, responds to all. Polls the order and, beside it, a few authorizations,
 * since some CAs leave the order of a failed one pending. Cleans up every challenge at the end, except after a stop:
 * the CA may be validating at this moment, and a failed validation is counted; the next run cleans up. Throws Problem:
 * for a failed validation with what the CA saw.
 */
export async function proveControl(order: Order, parts: ControlParts, patience: Patience): Promise<Order> {
  // a solver sweeps before its first challenge, and a CA that uses valid authorizations again asks for none
  if (order.status !== "pending")
    return await Promise.all(parts.solvers.map(({ sweep }) => sweep?.())).then(() => order);
  if (order.authorizations.length === 0) missing(phrase`the authorizations of the order`);
  const presented: Challenge[] = [];
  const { session } = parts;
  try {
    const open = await presentAll(order, { parts, deadline: startWaiting(patience), presented });
    await settleAll(open, parts, patience.signal);
    await inParallel(open, atOnce, ({ authorization, url }) => answerChallenge(session, authorization, url));
    return await untilProven(order, session, startWaiting(patience));
  } finally {
    if (!(patience.signal.aborted && parts.goesOn)) await cleanUp(presented, parts);
  }
}

interface Presenting {
  parts: ControlParts;
  deadline: Deadline;
  /** all that has to be cleaned up, also after a failure */
  presented: Challenge[];
}

async function presentAll({ authorizations }: Order, presenting: Presenting): Promise<Open[]> {
  const { parts, deadline, presented } = presenting;
  const open: Open[] = [];
  await inParallel(authorizations, atOnce, async (url) => {
    const authorization = await readAuthorization(parts.session, url);
    if (authorization.status === "valid") return void presented.push(...(await leftBy(authorization, parts)));
    if (authorization.status !== "pending") throw validationProblem([authorization], undefined);
    if (deadline.isOver()) throw slow(deadline.orderMs);
    open.push(await present({ authorization, url }, parts, presented));
  });
  return open;
}

async function present(
  { authorization, url }: { authorization: Authorization; url: string },
  { session, solvers }: ControlParts,
  presented: Challenge[],
): Promise<Open> {
  const { solver, url: challengeUrl, issuers, ...chosen } = chooseChallenge(authorization, solvers);
  const persist = { issuers, accountUri: session.accountUrl() };
  const challenge = { ...chosen, keyAuthorization: await session.keyAuthorization(chosen.token), persist };
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

async function untilProven({ url, authorizations }: Order, session: Session, deadline: Deadline): Promise<Order> {
  const judged = await pollOrder(
    { session, url, deadline },
    {
      isDone: ({ status }) => status !== "pending",
      look: watchOver(authorizations, session),
      late: async () => lateProblem(await readAll(authorizations, session), deadline.orderMs),
    },
  );
  if (judged.status !== "invalid") return judged;
  throw validationProblem(await readAll(authorizations, session), judged.error);
}

/** Returns a function that reads the next few authorizations that are not valid yet, and throws when one has failed. */
function watchOver(authorizations: readonly string[], session: Session): () => Promise<void> {
  let open = authorizations;
  return async () => {
    const next = open.slice(0, atOnce);
    const read = await readAll(next, session);
    const failed = read.filter(hasFailed);
    if (failed.length > 0) throw validationProblem(failed, undefined);
    const stillOpen = next.filter((_, at) => read[at]?.status !== "valid");
    open = [...open.slice(atOnce), ...stillOpen];
  };
}

function lateProblem(read: readonly Authorization[], ms: number): Error {
  const [open] = read.filter(({ status }) => status === "pending");
  const told = read.some(({ challenges }) => challenges.some(({ error }) => error != null));
  if (told) return validationProblem(read, undefined);
  return open === undefined ? slow(ms) : validationSlow(open, ms);
}

async function readAll(urls: readonly string[], session: Session): Promise<readonly Authorization[]> {
  return await mapInParallel(urls, atOnce, (url) => readAuthorization(session, url));
}

/** Cleans up what a stopped or killed run left of an order. Never throws. */
export async function tidyUp({ authorizations }: Order, parts: ControlParts): Promise<void> {
  await inParallel(authorizations, atOnce, async (url) => {
    const authorization = await readAuthorization(parts.session, url).catch(() => undefined);
    if (authorization) await cleanUp(await leftBy(authorization, parts), parts);
  });
}

/** What a killed run may have presented for it. */
async function leftBy(authorization: Authorization, { session, solvers }: ControlParts): Promise<Challenge[]> {
  return await Promise.all(
    knownChallenges(authorization, solvers).map(async (challenge) => ({
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

/** Deactivates the pending authorizations of a failed order, as far as possible: CAs limit their number. */
export async function abandon({ authorizations }: Order, session: Session): Promise<void> {
  await inParallel(authorizations, atOnce, (url) => deactivate(session, url, "pending").then(ignore, ignore));
}

const ignore = () => {};

/** Deactivates valid authorizations, so that the next order is validated. Returns whether there were any. Throws Problem. */
export async function forgetProofs({ authorizations }: Order, session: Session): Promise<boolean> {
  const forgotten = await mapInParallel(authorizations, atOnce, (url) => deactivate(session, url, "valid"));
  return forgotten.includes(true);
}
