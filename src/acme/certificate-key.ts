import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Curve } from "../model/certbot-options.ts";

const generate = promisify(generateKeyPair);

/** OpenSSL's names of certbot's curves. */
const opensslNames: Record<Curve, string> = {
  secp256r1: "prime256v1",
  secp384r1: "secp384r1",
  secp521r1: "secp521r1",
};

export type KeyKind = { type: "rsa"; bits: number } | { type: "ecdsa"; curve: Curve };

/** A new private key for a certificate: PKCS#8, PEM. */
export async function makeCertificateKey(kind: KeyKind): Promise<string> {
  const pem = { privateKeyEncoding: { type: "pkcs8", format: "pem" } } as const;
  const publicKeyEncoding = { type: "spki", format: "pem" } as const;
  if (kind.type === "rsa") {
    return (await generate("rsa", { modulusLength: kind.bits, publicKeyEncoding, ...pem })).privateKey;
  }
  return (await generate("ec", { namedCurve: opensslNames[kind.curve], publicKeyEncoding, ...pem })).privateKey;
}
