import { createPrivateKey, X509Certificate } from "node:crypto";
import { Problem } from "../model/problem.ts";

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export interface CertificateRequest {
  /** EC P-256, PKCS#8, PEM */
  privateKeyPem: string;
  /** DER, base64url, as finalize wants it */
  csr: string;
}

/** A new key and a request for these names (DNS names of the certificate, no common name). */
export async function newRequest(domains: readonly string[]): Promise<CertificateRequest> {
  const { crypto } = (await import("acme-client")).default;
  const key = await crypto.createPrivateEcdsaKey("P-256");
  const [, csr] = await crypto.createCsr({ altNames: [...domains] }, key);
  return { privateKeyPem: key.toString(), csr: crypto.getPemBodyAsB64u(csr) };
}

/**
 * Gives the chain, leaf first, with one newline after each certificate.
 * Throws Problem `acme-bad-certificate` unless it is a leaf for this key and all of these names, and what signed it.
 */
export function checkChain(pem: string, privateKeyPem: string, domains: readonly string[]): string {
  const [leaf, ...issuers] = readCertificates(pem);
  if (leaf === undefined) throw bad("has no certificate in it");
  if (issuers.length === 0) throw bad("has only the certificate itself, not the chain that nginx must send");
  if (!leaf.checkPrivateKey(createPrivateKey(privateKeyPem))) throw bad("is for another key");
  const missing = domains.filter((domain) => leaf.checkHost(domain, { subject: "never" }) === undefined);
  if (missing.length > 0) throw bad(`is not for ${missing.join(", ")}`);
  return [leaf, ...issuers].map((certificate) => certificate.toString()).join("");
}

function readCertificates(pem: string): readonly X509Certificate[] {
  try {
    return (pem.match(block) ?? []).map((each) => new X509Certificate(each));
  } catch (cause) {
    throw bad("cannot be read", cause);
  }
}

function bad(why: string, cause?: unknown): Problem {
  return new Problem({
    code: "acme-bad-certificate",
    message: `what the authority sent as certificate ${why}`,
    fix: "it was not kept; if it stays so, ask the authority, or use another one (--server)",
    retry: "soon",
    cause,
  });
}
