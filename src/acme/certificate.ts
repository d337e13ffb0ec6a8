import { createPrivateKey, X509Certificate } from "node:crypto";
import { certificatesIn } from "../base/pem.ts";
import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** A request for these names and addresses (no common name), as finalize wants it: DER, base64url. */
export async function requestFor(privateKeyPem: string, domains: readonly string[]): Promise<string> {
  const { crypto } = (await import("acme-client")).default;
  const [, csr] = await crypto.createCsr({ altNames: [...domains] }, privateKeyPem);
  return crypto.getPemBodyAsB64u(csr);
}

/**
 * Gives the chain, leaf first, with one newline after each certificate.
 * Throws Problem `acme-bad-certificate` unless it is a leaf for this key and all of these names, and what signed it.
 */
export function checkChain(pem: string, privateKeyPem: string, domains: readonly string[]): string {
  const [leaf, ...issuers] = readCertificates(pem);
  if (leaf === undefined) throw bad(phrase`has no certificate in it`);
  if (issuers.length === 0) throw bad(phrase`has only the certificate itself, not the chain that nginx must send`);
  if (!leaf.checkPrivateKey(createPrivateKey(privateKeyPem))) throw bad(phrase`is for another key`);
  const missing = domains.filter((domain) => !isNamed(leaf, domain));
  if (missing.length > 0) throw bad(phrase`is not for ${missing.join(", ")}`);
  return [leaf, ...issuers].map((certificate) => certificate.toString()).join("");
}

function isNamed(leaf: X509Certificate, domain: string): boolean {
  if (addressText(domain) !== undefined) return leaf.checkIP(domain) !== undefined;
  return leaf.checkHost(domain, { subject: "never" }) !== undefined;
}

export function lifetimeOf(fullchainPem: string): { notBefore: Date; notAfter: Date } {
  const { validFromDate, validToDate } = new X509Certificate(fullchainPem);
  return { notBefore: validFromDate, notAfter: validToDate };
}

function readCertificates(pem: string): readonly X509Certificate[] {
  try {
    return certificatesIn(pem).map((each) => new X509Certificate(each));
  } catch (cause) {
    throw bad(phrase`cannot be read`, cause);
  }
}

function bad(why: string, cause?: unknown): Problem {
  return new Problem({
    code: "acme-bad-certificate",
    message: phrase`what the CA sent as certificate ${why}`,
    fix: phrase`it was not saved; if this persists, ask the CA, or use another one (--server)`,
    retry: "soon",
    cause,
  });
}
