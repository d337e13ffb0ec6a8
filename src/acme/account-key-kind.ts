import type { KeyKind } from "./certificate-key.ts";
import { hasType, refusalOf } from "./refusal.ts";

/** Kinds that acme-client can sign with, by their JWS names (RFC 7518 section 3.1), the usual one first. */
const kinds: ReadonlyMap<string, KeyKind> = new Map([
  ["ES256", { type: "ecdsa", curve: "secp256r1" }],
  ["ES384", { type: "ecdsa", curve: "secp384r1" }],
]);

/**
 * The kind of account key to register with after the CA refused RSA-2048: one that it names (RFC 8555 section 6.2),
 * else the usual one; undefined for another refusal, or where no named kind is supported.
 */
export function keyKindFor(error: unknown): KeyKind | undefined {
  if (!hasType(error, "badSignatureAlgorithm") && !hasType(error, "badPublicKey")) return undefined;
  const { algorithms = [] } = refusalOf(error) ?? {};
  const [first] = algorithms.length > 0 ? algorithms.filter((name) => kinds.has(name)) : kinds.keys();
  return first === undefined ? undefined : kinds.get(first);
}
