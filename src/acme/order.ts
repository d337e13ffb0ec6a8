import * as z from "zod";
import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { type Chains, chainsIn } from "./chain.ts";
import { hasType, missing, problemFor, readReasons } from "./refusal.ts";
import type { Wait } from "./retry.ts";
import type { Reply, Session } from "./session.ts";

const longestPause = 30_000;

const orderSchema = z.object({
  status: z.enum(["pending", "ready", "processing", "valid", "invalid"]),
  authorizations: z.array(z.url()),
  finalize: z.url(),
  certificate: z.url().optional(),
  /** draft-ietf-acme-profiles: the one that the authority took */
  profile: z.string().optional().catch(undefined),
  /** RFC 9773 section 5: there when the authority took it */
  replaces: z.string().optional().catch(undefined),
  error: z.unknown().optional(),
});

/** RFC 8555 section 7.1.3 */
export type Order = z.infer<typeof orderSchema> & { url: string };

/** How long an order may take, and how it is waited for. */
export interface Patience {
  /** ms, for each of validation and issuance */
  orderMs: number;
  wait: Wait;
  now: () => Date;
  signal: AbortSignal;
}

export interface OrderRequest {
  domains: readonly string[];
  profile: string | undefined;
  /** RFC 9773 section 5 */
  replaces: string | undefined;
}

/** RFC 8555 section 7.4, RFC 8738 for addresses. Throws Problem (`acme-…`). */
export async function placeOrder(session: Session, { domains, profile, replaces }: OrderRequest): Promise<Order> {
  const { newOrder } = await session.directory();
  const identifiers = domains.map((value) => ({ type: addressText(value) ? "ip" : "dns", value }));
  // what is undefined is left out of JSON
  const { data, location } = await session.post(newOrder, { identifiers, profile, replaces }, orderSchema);
  return { ...data, url: location ?? missing(phrase`the address of the order`) };
}

/** Throws Problem (`acme-…`). */
export async function readOrder(session: Session, url: string): Promise<Order> {
  return { ...(await session.post(url, null, orderSchema)).data, url };
}

/**
 * Asks until the order is in none of these states: after 0.1 s, doubling up to 5 s, and never before the
 * authority's Retry-After (30 s of it at most). Throws Problem `acme-order-slow` when it takes too long.
 */
export async function untilOrderLeaves(
  states: readonly Order["status"][],
  { session, url, first }: { session: Session; url: string; first?: number | undefined },
  { orderMs, wait, now, signal }: Patience,
): Promise<Order> {
  const deadline = now().getTime() + orderMs;
  let retryAfter = first;
  for (let pause = 100; now().getTime() < deadline; pause = Math.min(pause * 2, 5000)) {
    await wait(Math.min(Math.max(retryAfter ?? 0, pause), longestPause), signal);
    const reply: Reply<z.infer<typeof orderSchema>> = await session.post(url, null, orderSchema);
    if (!states.includes(reply.data.status)) return { ...reply.data, url };
    retryAfter = reply.retryAfter;
  }
  throw slow(orderMs);
}

/**
 * Sees an order through whose names are proven: hands in the request (DER, base64url) unless that was done before,
 * waits, and gives the chain and its alternates. Throws Problem (`acme-…`).
 */
export async function finishOrder(session: Session, order: Order, csr: string, patience: Patience): Promise<Chains> {
  const done = await untilIssued(session, order, csr, patience);
  if (done.status !== "valid") throw problemFor(readReasons(done.error), "acme");
  return chainsIn(
    await session.post(done.certificate ?? missing(phrase`the address of the certificate`), null, z.string()),
  );
}

async function untilIssued(session: Session, order: Order, csr: string, patience: Patience): Promise<Order> {
  const poll = (first?: number) => untilOrderLeaves(["processing"], { session, url: order.url, first }, patience);
  if (order.status === "processing") return poll();
  if (order.status !== "ready") return order;
  try {
    const { data, retryAfter } = await session.post(order.finalize, { csr }, orderSchema);
    return data.status === "processing" ? await poll(retryAfter) : { ...data, url: order.url };
  } catch (error) {
    // the request arrived, its answer was lost, and it was sent again: the order itself tells
    if (!hasType(error, "orderNotReady")) throw error;
    const told = await poll();
    if (told.status !== "valid") throw error;
    return told;
  }
}

function slow(ms: number): Problem {
  return new Problem({
    code: "acme-order-slow",
    message: phrase`the CA did not finish the order within ${Math.round(ms / 1000)} seconds`,
    fix: phrase`it is tried again; if it stays so, see the CA's status page`,
    retry: "soon",
  });
}
