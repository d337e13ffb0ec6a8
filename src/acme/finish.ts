import * as z from "zod";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { type Chains, chainsIn } from "./chain.ts";
import { type Deadline, handInRequest, type Order, type Patience, pollOrder, startWaiting } from "./order.ts";
import { readReasons } from "./reasons.ts";
import { hasType, isUnknownYet, mayBeDone, missing, problemFor } from "./refusal.ts";
import type { Reply, Session } from "./session.ts";

/** With pauses of 1, 2 and 4 s: a CA's replicas may lag behind each other. */
const mostTries = 4;

/**
 * Completes an order whose names are proven: finalizes it with the CSR (DER, base64url) unless that was done before,
 * waits, and returns the chain and its alternates. Throws Problem (`acme-…`).
 */
export async function finishOrder(session: Session, order: Order, csr: string, patience: Patience): Promise<Chains> {
  const deadline = startWaiting(patience);
  const done = await untilIssued(session, order, csr, deadline);
  if (done.status !== "valid") throw lost(done.error);
  return chainsIn(
    await collect(session, done.certificate ?? missing(phrase`the address of the certificate`), deadline),
  );
}

/** A replica that lags behind answers with nothing. */
async function collect(session: Session, url: string, deadline: Deadline, tries = 1): Promise<Reply<string>> {
  const reply = await session.post(url, null, z.string());
  if (tries >= mostTries || reply.data.trim() !== "") return reply;
  await deadline.wait(1000 * 2 ** (tries - 1), deadline.signal);
  return await collect(session, url, deadline, tries + 1);
}

/** The account was allowed to order: what it lost is a validation. */
function lost(error: unknown): Problem {
  const reasons = readReasons(error);
  if (reasons[0]?.type !== "unauthorized") return problemFor(reasons, "acme");
  return problemFor([{ ...reasons[0], type: "withdrawn" }], "validation");
}

/** "ready" and "pending" after finalize, and "valid" without a certificate, come from a replica that lags behind. */
function isIssued({ status, certificate }: Order): boolean {
  return status === "invalid" || (status === "valid" && certificate !== undefined);
}

async function untilIssued(session: Session, order: Order, csr: string, deadline: Deadline): Promise<Order> {
  const polled = { session, url: order.url, deadline };
  let current = order;
  for (let tries = 1; current.status === "ready"; tries++) {
    const taken = await handIn(session, current, csr, tries);
    if (taken && isIssued(taken.order)) return taken.order;
    if (taken) return await pollOrder(polled, { isDone: isIssued, retryAfter: taken.retryAfter });
    await deadline.wait(1000 * 2 ** (tries - 1), deadline.signal);
    current = await pollOrder(polled, { isDone: ({ status }) => status !== "pending" });
  }
  return isIssued(current) ? current : await pollOrder(polled, { isDone: isIssued });
}

/** undefined: not accepted yet, or unknown; the order itself tells. */
async function handIn(session: Session, order: Order, csr: string, tries: number) {
  try {
    return await handInRequest(session, order, csr);
  } catch (error) {
    const mayPass = hasType(error, "orderNotReady") || mayBeDone(error) || isUnknownYet(error);
    if (tries >= mostTries || !mayPass) throw error;
    return undefined;
  }
}
