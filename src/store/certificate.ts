import { createPrivateKey, X509Certificate } from "node:crypto";
import { certificatesIn, firstCertificate } from "../base/pem.ts";
import { addressText } from "../model/address.ts";
import type { ImportedCertificate } from "../model/imported.ts";
import type { Certificate, IssuedCertificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { Kind } from "./layout.ts";

/** The four files of a version as certbot writes them: LF, 64 columns, fullchain = cert + chain. */
export type VersionFiles = Readonly<Record<Kind, string>>;

/** Throws Problem `key-mismatch` when the key is not the leaf's. */
export function filesOf({ privateKeyPem, fullchainPem }: IssuedCertificate | ImportedCertificate): VersionFiles {
  if (!isPair(privateKeyPem, fullchainPem)) throw keyMismatch();
  return { privkey: `${privateKeyPem.trim()}\n`, ...splitChain(fullchainPem) };
}

/** Throws node:crypto's error when the text contains no certificate. */
export function splitChain(fullchainPem: string): Omit<VersionFiles, "privkey"> {
  const [cert = "", ...issuers] = certificatesIn(fullchainPem).map((pem) => new X509Certificate(pem).toString());
  const chain = issuers.join("");
  return { cert, chain, fullchain: cert + chain };
}

/** True when the private key (PEM; PKCS#8, or the PKCS#1 and SEC1 of certbot 3.1) belongs to the first certificate. */
export function isPair(privateKeyPem: string, fullchainPem: string): boolean {
  return leafOf(privateKeyPem, fullchainPem) !== undefined;
}

/** The first certificate, if the private key belongs to it: a text that is no key or no certificate matches nothing. */
export function leafOf(privateKeyPem: string, fullchainPem: string): X509Certificate | undefined {
  try {
    const leaf = new X509Certificate(firstCertificate(fullchainPem) ?? "");
    return leaf.checkPrivateKey(createPrivateKey(privateKeyPem)) ? leaf : undefined;
  } catch {
    return undefined;
  }
}

/** `rsa` or `ecdsa`, as in a renewal conf. */
export function keyTypeOf(privateKeyPem: string): "rsa" | "ecdsa" {
  return createPrivateKey(privateKeyPem).asymmetricKeyType === "rsa" ? "rsa" : "ecdsa";
}

/** The facts of the leaf, which is parsed here unless it was. Throws node:crypto's error when the text contains no certificate. */
export function describeLeaf(
  fullchainPem: string,
  place: Pick<Certificate, "name" | "version" | "directory" | "accountId">,
  leaf = new X509Certificate(fullchainPem),
): Certificate {
  return {
    ...place,
    fullchainPem,
    domains: namesIn(leaf.subjectAltName ?? ""),
    serial: leaf.serialNumber,
    fingerprint: leaf.fingerprint256,
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
    keyType: leaf.publicKey.asymmetricKeyType === "rsa" ? "RSA" : "ECDSA",
    issuer: issuerIn(leaf.issuer),
  };
}

/** Organization and common name, without a word that both have. */
function issuerIn(distinguishedName: string): string {
  const [organization = "", common = ""] = ["O", "CN"].map(
    (field) => new RegExp(`^${field}=(.*)$`, "m").exec(distinguishedName)?.[1] ?? "",
  );
  const words = common.startsWith(organization) ? common : `${organization} ${common}`;
  return plainLine(words.trim(), 80);
}

/** DNS names, and IP addresses in the same form as in settings. */
function namesIn(subjectAltName: string): string[] {
  const found = subjectAltName.matchAll(/(?:^|, )(DNS|IP Address):([^,"\s]+)/g);
  return [...found].map(([, kind, name = ""]) => (kind === "DNS" ? name : (addressText(name) ?? name)));
}

function keyMismatch(): Problem {
  return new Problem({
    code: "key-mismatch",
    message: phrase`the CA's certificate does not belong to the key that was created for it`,
    fix: phrase`nothing was written; it is asked for again, and if this repeats, the CA is at fault`,
  });
}
