import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

/** A certificate with its issuers, as an authority hands it out; all PEM. */
export interface MadeCertificate {
  /** PKCS#8 */
  privateKeyPem: string;
  /** leaf and intermediate, one newline after each */
  fullchainPem: string;
  certPem: string;
  chainPem: string;
  /** the root that the chain leads to: what a client trusts */
  rootPem: string;
}

export interface CertificateOptions {
  domains?: readonly string[];
  notBefore?: Date;
  notAfter?: Date;
  keyType?: "ecdsa" | "rsa";
  /** distinguished name (RFC 4514); the chain does not fit any more */
  issuer?: string | undefined;
  /** when the intermediate ends; 2060 unless told */
  chainUntil?: Date;
}

const day = 24 * 60 * 60 * 1000;
const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

/** Makes a root, an intermediate and a leaf. By default: dify.test, ECDSA, since an hour, for 90 days. */
export async function makeCertificate({
  domains = ["dify.test"],
  notBefore = new Date(Date.now() - 60 * 60 * 1000),
  notAfter = new Date(notBefore.getTime() + 90 * day),
  keyType = "ecdsa",
  issuer: signer,
  chainUntil,
}: CertificateOptions = {}): Promise<MadeCertificate> {
  const authority = chainUntil ? await endingAuthority(chainUntil) : await testAuthority();
  const keys = await makeKeys(keyType === "rsa" ? rsa : ecdsa);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${domains[0]}`,
    issuer: signer ?? authority.intermediate.subject,
    notBefore,
    notAfter,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ecdsa,
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.SubjectAlternativeNameExtension(domains.map((value) => ({ type: typeOf(value), value }))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
    ],
  });
  return withPem(leaf, keys, authority);
}

const typeOf = (name: string) => (isIP(name) === 0 ? ("dns" as const) : ("ip" as const));

interface KeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

interface TestAuthority {
  keys: KeyPair;
  intermediate: x509.X509Certificate;
  root: x509.X509Certificate;
  /** of the root */
  rootKeys: KeyPair;
}

let made: Promise<TestAuthority> | undefined;

/** One authority for the whole file: every certificate leads to the same root. */
function testAuthority(): Promise<TestAuthority> {
  made ??= makeAuthority();
  return made;
}

async function makeAuthority(): Promise<TestAuthority> {
  const rootKeys = await makeKeys(ecdsa);
  const keys = await makeKeys(ecdsa);
  const root = await issuer("CN=Test Root", "CN=Test Root", rootKeys.publicKey, rootKeys.privateKey);
  const intermediate = await issuer("CN=Test Intermediate", "CN=Test Root", keys.publicKey, rootKeys.privateKey);
  return { keys, intermediate, root, rootKeys };
}

async function endingAuthority(until: Date): Promise<TestAuthority> {
  const authority = await testAuthority();
  const { keys, rootKeys } = authority;
  const intermediate = await issuer("CN=Test Intermediate", "CN=Test Root", keys.publicKey, rootKeys.privateKey, until);
  return { ...authority, intermediate };
}

async function issuer(
  subject: string,
  issuedBy: string,
  publicKey: CryptoKey,
  signingKey: CryptoKey,
  notAfter = new Date("2060-01-01T00:00:00Z"),
): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: issuedBy,
    notBefore: new Date("2020-01-01T00:00:00Z"),
    notAfter,
    signingKey,
    signingAlgorithm: ecdsa,
    publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
}

async function withPem(
  leaf: x509.X509Certificate,
  keys: KeyPair,
  { intermediate, root }: TestAuthority,
): Promise<MadeCertificate> {
  const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  const certPem = `${leaf.toString("pem")}\n`;
  const chainPem = `${intermediate.toString("pem")}\n`;
  return {
    privateKeyPem: `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`,
    fullchainPem: certPem + chainPem,
    certPem,
    chainPem,
    rootPem: `${root.toString("pem")}\n`,
  };
}

async function makeKeys(algorithm: typeof ecdsa | typeof rsa): Promise<KeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** Positive, 16 bytes. */
function serialNumber(): string {
  return `5${randomBytes(16).toString("hex").slice(1)}`;
}
