import type { IssueOptions } from "../model/contracts.ts";
import type { OpenOrder } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { lifetimeOf } from "./certificate.ts";
import { certificateId } from "./certificate-id.ts";
import { abandon, type ControlParts, tidyUp } from "./control.ts";
import { type Order, readOrder } from "./order.ts";
import { hasType } from "./refusal.ts";
import type { Session } from "./session.ts";

/** An order, and what is needed to see it through. */
export interface CurrentOrder {
  order: Order;
  open: OpenOrder;
  /** an earlier run made it */
  isOld: boolean;
}

/** What an order that was left open must be for. */
export type Wanted = Omit<OpenOrder, "url" | "privateKeyPem" | "replaces">;

/**
 * The order that an earlier run left open, if it is for the same and the authority has not given it up;
 * one that is gone is dropped (`keep` is told). Throws Problem where the authority cannot be asked.
 */
export async function findOpen(
  { open, keep }: IssueOptions,
  wanted: Wanted,
  parts: ControlParts,
): Promise<CurrentOrder | undefined> {
  if (open === undefined || !isFor(open, wanted)) return undefined;
  const { session } = parts;
  const order = await readUnlessGone(session, open.url);
  if (order !== undefined && order.status !== "pending") await tidyUp(order, parts);
  if (order !== undefined && order.status !== "invalid") return { order, open, isOld: true };
  if (order !== undefined) await abandon(order, session);
  await keep?.(undefined);
  return undefined;
}

function isFor(open: OpenOrder, { directory, accountId, domains, profile }: Wanted): boolean {
  const sameNames = open.domains.length === domains.length && domains.every((name) => open.domains.includes(name));
  return sameNames && open.directory === directory && open.accountId === accountId && open.profile === profile;
}

/** One that makes no sense when it is asked for again is as good as gone: it would stand in the way of every run. */
async function readUnlessGone(session: Session, url: string, tries = 1): Promise<Order | undefined> {
  try {
    return await readOrder(session, url);
  } catch (error) {
    if (isOneOf(error, ["notFound", "malformed", "unauthorized", "accountDoesNotExist"])) return undefined;
    if (!isOneOf(error, ["badAnswer"])) throw error;
    return tries < 2 ? await readUnlessGone(session, url, tries + 1) : undefined;
  }
}

/** What may pass by itself; a second failure of the authority's own at the same order is not one of them. */
const passing = ["rateLimited", "serverInternal", "badNonce", "noReason", "badAnswer", "orderSlow", "orderNotReady"];

/** Is the order worth going on with in the next run? */
export function canGoOn(error: unknown, { isOld }: CurrentOrder, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  if (error instanceof Problem && error.code.startsWith("authority-")) return true;
  return isOneOf(error, isOld ? ["rateLimited"] : passing);
}

/** What an old order gave is no news: the certificate that is there already, or one with half of its life behind it. */
export function isSpent(fullchainPem: string, { replaces }: IssueOptions, now: Date): boolean {
  if (certificateId(fullchainPem) === replaces?.certificateId) return true;
  const { notBefore, notAfter } = lifetimeOf(fullchainPem);
  return now.getTime() - notBefore.getTime() > (notAfter.getTime() - notBefore.getTime()) / 2;
}

function isOneOf(error: unknown, types: readonly string[]): boolean {
  return types.some((type) => hasType(error, type));
}
