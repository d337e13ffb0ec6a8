import { createPublicKey, X509Certificate } from "node:crypto";
import { day, minute } from "../base/dates.ts";
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

export interface Asked {
  /** its key, private or public */
  keyPem: string;
  domains: readonly string[];
  /** now, by the CA's clock (perhaps no valid date) and by ours: either may be wrong */
  moments: readonly Date[];
}

/**
 * Gives the chain, leaf first whatever the CA's order, each certificate once with one newline after it. Throws Problem
 * `acme-bad-certificate` unless it is a leaf for this key and all of these names that is valid by one of the clocks, and
 * what signed it.
 */
export function checkChain(pem: string, { keyPem, domains, moments }: Asked): string {
  const all = readCertificates(pem);
  if (all.length === 0) throw bad(phrase`has no certificate in it`);
  const key = createPublicKey(keyPem);
  const leaf = all.find((each) => each.publicKey.equals(key));
  if (leaf === undefined) throw bad(phrase`is for another key`);
  if (all.length === 1) throw bad(phrase`has only the certificate itself, not the chain that nginx must send`);
  const missing = domains.filter((domain) => !isFor(leaf, domain));
  if (missing.length > 0) throw bad(phrase`is not for ${missing.join(", ")}`);
  if (moments.every((now) => leaf.validToDate <= now)) throw bad(phrase`had expired on ${day(leaf.validToDate)}`);
  if (moments.every((now) => leaf.validFromDate > now))
    throw bad(phrase`is not valid before ${minute(leaf.validFromDate)}`);
  return inOrder(leaf, all)
    .map((certificate) => certificate.toString())
    .join("");
}

/** From the leaf up, then what leads nowhere. */
function inOrder(leaf: X509Certificate, all: readonly X509Certificate[]): readonly X509Certificate[] {
  const path = new Set([leaf]);
  for (const last of path) {
    const issuer = all.find((each) => !path.has(each) && last.checkIssued(each));
    if (issuer) path.add(issuer);
  }
  return [...path, ...all.filter((each) => !path.has(each))];
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
