import * as z from "zod";
import { ms, stopwatch } from "../base/dates.ts";
import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { addressAt } from "./links.ts";
import { missing } from "./refusal.ts";
import type { Wait } from "./retry.ts";
import type { Reply, Session } from "./session.ts";

const longestPause = 30_000;

const mostAuthorizations = 500;

const address = z.string().optional().catch(undefined);

/** CAs omit fields, or leave them empty, that a state does not need: only the status is always there. */
const orderSchema = z.object({
  status: z.enum(["pending", "ready", "processing", "valid", "invalid"]),
  authorizations: z.array(z.string()).catch([]),
  identifiers: z.array(z.object({ value: z.string() })).catch([]),
  finalize: address,
  certificate: address,
  /** draft-ietf-acme-profiles: the one that the CA applied */
  profile: z.string().optional().catch(undefined),
  /** RFC 9773 section 5: set when the CA accepted it */
  replaces: z.string().optional().catch(undefined),
  error: z.unknown().optional(),
});

/** RFC 8555 section 7.1.3, its URLs in full. */
export interface Order {
  url: string;
  status: z.infer<typeof orderSchema>["status"];
  authorizations: readonly string[];
  /** names and addresses, where the CA repeats them */
  names: readonly string[];
  finalize: string | undefined;
  certificate: string | undefined;
  profile: string | undefined;
  /** the certificate that it replaces, where the CA accepted that (RFC 9773 section 5) */
  replaces: string | undefined;
  error: unknown;
}

export interface Patience {
  /** ms, for each of validation and issuance */
  orderMs: number;
  wait: Wait;
  now: () => Date;
  signal: AbortSignal;
}

export interface Deadline extends Patience {
  isOver(): boolean;
}

export function startWaiting(patience: Patience): Deadline {
  const passed = stopwatch(() => patience.now().getTime(), 2 * ms.minute);
  return { ...patience, isOver: () => passed() >= patience.orderMs };
}

export interface OrderRequest {
  domains: readonly string[];
  profile: string | undefined;
  /** RFC 9773 section 5 */
  replaces: string | undefined;
}

/** RFC 8555 section 7.4, RFC 8738 for addresses. Sent once. Throws Problem (`acme-…`). */
export async function placeOrder(session: Session, { domains, profile, replaces }: OrderRequest): Promise<Order> {
  const { newOrder } = await session.directory();
  const identifiers = domains.map((value) => ({ type: addressText(value) ? "ip" : "dns", value }));
  // JSON omits what is undefined
  const reply = await session.postOnce(newOrder, { identifiers, profile, replaces }, orderSchema);
  return orderIn(reply, reply.location ?? missing(phrase`the address of the order`));
}

/** Throws Problem `acme-too-many-proofs`: a name, and a wildcard of it, have one each. */
export function checkSize({ authorizations }: Order, domains: readonly string[]): void {
  if (authorizations.length <= 2 * domains.length) return;
  throw new Problem({
    code: "acme-too-many-proofs",
    message: phrase`the CA wants ${authorizations.length} proofs of control for ${domains.length} names`,
    fix: phrase`check that the directory (--server) is the address of a real CA`,
    retry: "after-a-fix",
  });
}

/** Throws Problem (`acme-…`). */
export async function readOrder(session: Session, url: string): Promise<Order> {
  return orderIn(await session.post(url, null, orderSchema), url);
}

/** Finalizes the order with the CSR (DER, base64url). Sent once. Throws Problem (`acme-…`). */
export async function handInRequest(
  session: Session,
  { url, finalize = missing(phrase`the address that takes the certificate request`) }: Order,
  csr: string,
): Promise<{ order: Order; retryAfter: number | undefined }> {
  const reply = await session.postOnce(finalize, { csr }, orderSchema);
  return { order: orderIn(reply, url), retryAfter: reply.retryAfter };
}

function orderIn({ data }: Reply<z.infer<typeof orderSchema>>, url: string): Order {
  const { identifiers, authorizations, status, profile, replaces, error } = data;
  return {
    ...{ url, status, profile, replaces, error },
    names: identifiers.map(({ value }) => value),
    authorizations: authorizations.slice(0, mostAuthorizations).flatMap((each) => addressAt(each, url) ?? []),
    finalize: addressAt(data.finalize, url),
    certificate: addressAt(data.certificate, url),
  };
}

export interface Polling {
  isDone(order: Order): boolean;
  /** runs beside each read but the first two; throws where waiting is of no use */
  look?: (() => Promise<void>) | undefined;
  /** the error to throw when time is up; `acme-order-slow` by default */
  late?: (() => Promise<Error>) | undefined;
  /** ms, of the response before */
  retryAfter?: number | undefined;
}

/**
 * Reads the order until it is done: after 0.1 s, doubling up to 5 s, and never before the CA's Retry-After (30 s of it
 * at most). Throws Problem, or what `look` and `late` throw.
 */
export async function pollOrder(
  { session, url, deadline }: { session: Session; url: string; deadline: Deadline },
  { isDone, look, late, retryAfter: first }: Polling,
): Promise<Order> {
  const { wait, signal } = deadline;
  let retryAfter = first;
  for (let pause = 100; !deadline.isOver(); pause = Math.min(pause * 2, 5000)) {
    await wait(Math.min(Math.max(retryAfter ?? 0, pause), longestPause), signal);
    const reply = await session.post(url, null, orderSchema);
    const order = orderIn(reply, url);
    if (isDone(order)) return order;
    if (pause >= 400) await look?.();
    retryAfter = reply.retryAfter;
  }
  throw (await late?.()) ?? slow(deadline.orderMs);
}

export function slow(ms: number): Problem {
  return new Problem({
    code: "acme-order-slow",
    message: phrase`the CA did not finish the order within ${Math.round(ms / 1000)} seconds`,
    fix: phrase`it is tried again; if it stays so, see the CA's status page`,
    retry: "soon",
  });
}
