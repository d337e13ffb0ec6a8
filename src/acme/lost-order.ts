import * as z from "zod";
import { addressAt } from "./links.ts";
import { type Order, readOrder } from "./order.ts";
import type { Session } from "./session.ts";

/** Reads only the newest; a CA lists them in one order or the other. */
const mostOrders = 4;

const accountSchema = z.object({ orders: z.string().optional().catch(undefined) });
const listSchema = z.object({ orders: z.array(z.string()).catch([]) });

/**
 * The open order for exactly these names in the account's list (RFC 8555 section 7.1.2.1), which not every CA has.
 * undefined: none, or the list cannot be read.
 */
export async function findLostOrder(session: Session, domains: readonly string[]): Promise<Order | undefined> {
  try {
    const account = session.accountUrl();
    const list = addressAt((await session.post(account, null, accountSchema)).data.orders, account);
    if (list === undefined) return undefined;
    const { orders } = (await session.post(list, null, listSchema)).data;
    return await firstOpen(session, ends(orders, list), domains);
  } catch {
    return undefined;
  }
}

function ends(orders: readonly string[], base: string): readonly string[] {
  const some = new Set([...orders.slice(-mostOrders).reverse(), ...orders.slice(0, mostOrders)]);
  return [...some].flatMap((url) => addressAt(url, base) ?? []);
}

async function firstOpen(session: Session, urls: readonly string[], domains: readonly string[]) {
  for (const url of urls) {
    const order = await readOrder(session, url);
    const isOpen = order.status === "pending" || order.status === "ready";
    if (isOpen && [...order.names].sort().join() === [...domains].sort().join()) return order;
  }
  return undefined;
}
