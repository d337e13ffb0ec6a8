import type { KeyObject } from "node:crypto";
import type { Account, State } from "./state.ts";

export const routes = [
  ...(["directory", "newNonce", "newAccount", "account", "orders", "newOrder", "order", "authorization"] as const),
  ...(["challenge", "finalize", "certificate", "revokeCert", "renewalInfo"] as const),
];
export type Route = (typeof routes)[number];

/** A request, read and its signature checked. */
export interface Asked {
  route: Route;
  method: string;
  /** what follows the route in the path */
  id: string;
  /** the nth request of this route, from 1 */
  nth: number;
  /** of the JWS; undefined: POST-as-GET, or not signed */
  payload: Record<string, unknown> | undefined;
  /** signed by this account */
  account: Account | undefined;
  /** signed with this key itself */
  key: KeyObject | undefined;
}

/** An object becomes JSON, anything else is sent as it is. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** What one unkind CA does otherwise than the kind one. Habits are combined in a list: the first one that answers wins. */
export interface Habit {
  /** answers in place of the kind CA; undefined: not this time */
  instead?(asked: Asked, state: State): Promise<Reply | undefined> | Reply | undefined;
  /** changes what the kind CA, or an earlier habit, answered */
  changed?(reply: Reply, asked: Asked, state: State): Reply;
}

/** A problem document (RFC 9457, RFC 8555 section 6.7). `type` without a colon gets ACME's namespace. */
export function refuse(status: number, type: string, detail: string, more: object = {}): Reply {
  const full = type.includes(":") || type === "" ? type : `urn:ietf:params:acme:error:${type}`;
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    body: { type: full, detail, status, ...more },
  };
}
