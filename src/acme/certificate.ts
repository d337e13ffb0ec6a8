import { createPrivateKey, X509Certificate } from "node:crypto";
import { isFor } from "../base/leaf.ts";
import { certificatesIn } from "../base/pem.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** A request for these names and addresses (no common name), as finalize wants it: DER, base64url. */
export async function requestFor(privateKeyPem: string, domains: readonly string[]): Promise<string> {
  const { crypto } = (await import("acme-client")).default;
  const [, csr] = await crypto.createCsr({ altNames: [...domains] }, privateKeyPem);
  return crypto.getPemBodyAsB64u(csr);
}

/**
 * Gives the chain, leaf first whatever the CA's order, each certificate once with one newline after it.
 * Throws Problem `acme-bad-certificate` unless it is a leaf for this key and all of these names, and what signed it.
 */
export function checkChain(pem: string, privateKeyPem: string, domains: readonly string[]): string {
  const all = readCertificates(pem);
  if (all.length === 0) throw bad(phrase`has no certificate in it`);
  const key = createPrivateKey(privateKeyPem);
  const leaf = all.find((each) => each.checkPrivateKey(key));
  if (leaf === undefined) throw bad(phrase`is for another key`);
  if (all.length === 1) throw bad(phrase`has only the certificate itself, not the chain that nginx must send`);
  const missing = domains.filter((domain) => !isFor(leaf, domain));
  if (missing.length > 0) throw bad(phrase`is not for ${missing.join(", ")}`);
  const issuers = (leaf === all.at(-1) ? all.toReversed() : all).filter((each) => each !== leaf);
  return [leaf, ...issuers].map((certificate) => certificate.toString()).join("");
}

export function lifetimeOf(fullchainPem: string): { notBefore: Date; notAfter: Date } {
  const { validFromDate, validToDate } = new X509Certificate(fullchainPem);
  return { notBefore: validFromDate, notAfter: validToDate };
}

function readCertificates(pem: string): readonly X509Certificate[] {
  try {
    const all = certificatesIn(pem).map((each) => new X509Certificate(each));
    return [...new Map(all.map((each) => [each.fingerprint256, each])).values()];
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
