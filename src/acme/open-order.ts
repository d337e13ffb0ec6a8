import type { IssueOptions } from "../model/contracts.ts";
import type { OpenOrder } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { lifetimeOf } from "./certificate.ts";
import { certificateId } from "./certificate-id.ts";
import { abandon, type ControlParts, tidyUp } from "./control.ts";
import { type Order, readOrder } from "./order.ts";
import { hasType, isUnknownYet, refusalOf } from "./refusal.ts";
import type { Session } from "./session.ts";

export interface CurrentOrder {
  order: Order;
  open: OpenOrder;
  /** an earlier run made it */
  isOld: boolean;
}

/** What an order that was left open must match. */
export type Wanted = Omit<OpenOrder, "url" | "privateKeyPem" | "replaces">;

/**
 * The order that an earlier run left open, if it matches and the CA still has it; one that is gone is dropped (through
 * `keep`). Throws Problem where the CA cannot be asked.
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

/** An order that cannot be read for good counts as gone: it would block every run. */
async function readUnlessGone(session: Session, url: string, tries = 1): Promise<Order | undefined> {
  try {
    return await readOrder(session, url);
  } catch (error) {
    if (hasType(error, "badAnswer")) return tries < 2 ? await readUnlessGone(session, url, tries + 1) : undefined;
    const { status } = refusalOf(error) ?? {};
    if (status === undefined || isOneOf(error, ["rateLimited", "badNonce"]) || passingStatus.includes(status))
      throw error;
    return undefined;
  }
}

/** Too many requests, and what gateways say of a CA that is down. */
const passingStatus = [429, 502, 503, 504];

/** Failures that may pass; a second internal error of the CA at the same order is not one of them. */
const passing = [
  ...["rateLimited", "serverInternal", "badNonce", "noReason", "badAnswer", "orderSlow", "orderNotReady"],
  // an error page in its place: the next run fetches the same one, where a new order would be a second certificate
  "badCertificate",
];

/** True if the next run should continue the order. */
export function canGoOn(error: unknown, { isOld }: CurrentOrder, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  if (error instanceof Problem && error.code.startsWith("authority-")) return true;
  if (isOld) return isOneOf(error, ["rateLimited"]);
  return isOneOf(error, passing) || isUnknownYet(error);
}

/** True if an old order gives nothing new: the present certificate, or one past half of its life. */
export function isSpent(fullchainPem: string, { replaces }: IssueOptions, now: Date): boolean {
  if (certificateId(fullchainPem) === replaces?.certificateId) return true;
  const { notBefore, notAfter } = lifetimeOf(fullchainPem);
  return now.getTime() - notBefore.getTime() > (notAfter.getTime() - notBefore.getTime()) / 2;
}

function isOneOf(error: unknown, types: readonly string[]): boolean {
  return types.some((type) => hasType(error, type));
}
