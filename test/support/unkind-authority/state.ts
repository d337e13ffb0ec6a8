import { createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import type { Signer } from "./signer.ts";
import { thumbprintOf } from "./thumbprint.ts";

export interface Identifier {
  type: string;
  value: string;
}

export interface Account {
  url: string;
  key: KeyObject;
  thumbprint: string;
  agreed: boolean;
  status: "valid" | "deactivated";
  contact: readonly string[];
  /** kid of the external account that it is bound to */
  boundTo: string | undefined;
}

export type OrderStatus = "pending" | "ready" | "processing" | "valid" | "invalid";

export interface Order {
  id: string;
  account: string;
  identifiers: readonly Identifier[];
  authorizations: readonly string[];
  profile: string | undefined;
  replaces: string | undefined;
  /** how many more reads say "processing" after finalize */
  processing: number;
  /** PEM, once it is finalized */
  chain: string | undefined;
}

export interface Authorization {
  id: string;
  account: string;
  identifier: Identifier;
  status: "pending" | "valid" | "invalid" | "deactivated";
  token: string;
  /** a problem document */
  error: unknown;
}

export interface Facts {
  /** e.g. https://localhost:1234 */
  origin: string;
  signer: Signer;
  /** what the validation of this name and token sees; undefined: every validation passes unseen */
  look: ((name: string, token: string) => Promise<string | undefined>) | undefined;
  /** valid authorizations count for later orders too */
  reuse: boolean;
  /** HMAC keys (base64url) by kid; undefined: anybody may register */
  externalAccounts: Readonly<Record<string, string>> | undefined;
  profiles: readonly string[];
  /** ms since the epoch, by which it signs */
  now: () => number;
  /** names that the CA adds to a leaf */
  extraNames: (names: readonly string[]) => readonly string[];
}

export type State = ReturnType<typeof newState>;

/** Everything that the CA knows. */
export function newState(facts: Facts) {
  const nonces = new Set<string>();
  return {
    ...facts,
    accounts: new Map<string, Account>(),
    orders: new Map<string, Order>(),
    authorizations: new Map<string, Authorization>(),
    url: (route: string, id = "") => `${facts.origin}/${route}${id === "" ? "" : `/${id}`}`,
    newNonce(): string {
      const nonce = randomBytes(12).toString("base64url");
      nonces.add(nonce);
      return nonce;
    },
    /** true once */
    spendNonce: (nonce: string) => nonces.delete(nonce),
  };
}

/** As if this key had registered before. */
export function registerWith(state: State, privateKeyPem: string): Account {
  const key = createPublicKey(privateKeyPem);
  const registered = {
    key,
    thumbprint: thumbprintOf(key),
    agreed: true,
    status: "valid" as const,
    contact: [],
    boundTo: undefined,
  };
  const account = { url: state.url("account", newId()), ...registered };
  state.accounts.set(account.url, account);
  return account;
}

export const newId = (): string => randomBytes(8).toString("hex");
