import { X509Certificate } from "node:crypto";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { certificatesIn } from "../base/pem.ts";
import { readCaBundle } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { applied } from "../model/typed-lines.ts";

/**
 * The usual roots and those of the bundle (a PEM file), as TLS options; empty without a bundle. Read for every session,
 * so that a corrected bundle counts at once. Throws Problem `ca-bundle-unreadable` and `ca-bundle-empty`.
 */
export async function trustedRoots(bundle: string | undefined): Promise<{ secureContext?: SecureContext }> {
  if (bundle === undefined) return {};
  const text = await readBundle(bundle);
  if (last?.text === text) return { secureContext: last.secureContext };
  const own = certificatesIn(text).filter(isCertificate);
  if (own.length > 0) {
    const secureContext = createSecureContext({ ca: [...getCACertificates("default"), ...own] });
    last = { text, secureContext };
    return { secureContext };
  }
  throw new Problem({
    code: "ca-bundle-empty",
    message: phrase`REQUESTS_CA_BUNDLE=${bundle} has no certificate in it`,
    fix: phrase`use a PEM file: lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----`,
    retry: "look",
  });
}

/** Kept while the bundle stays: a few hundred roots take 15 ms and some megabytes each time, for each of many lineages. */
let last: { text: string; secureContext: SecureContext } | undefined;

async function readBundle(path: string): Promise<string> {
  const bytes = await readCaBundle(path).catch((cause: unknown) => unreadable(path, cause));
  return String(bytes ?? unreadable(path));
}

function unreadable(path: string, cause?: unknown): never {
  throw new Problem({
    code: "ca-bundle-unreadable",
    message: phrase`REQUESTS_CA_BUNDLE=${path} cannot be read`,
    fix: applied(phrase`mount the file into the certbot service: ./my-ca.pem:${path}:ro`),
    retry: "look",
    cause,
  });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
