import "reflect-metadata";
import { randomBytes } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** An authority as companies buy from, or have: a root, an intermediate, and someone who signs requests. */
export interface OwnAuthority {
  /** PEM, one newline at the end */
  rootPem: string;
  intermediatePem: string;
  /** Signs a request (PEM) as it is; gives the certificate (PEM). */
  sign(requestPem: string, how?: Partial<Signing>): Promise<string>;
  /** Signs another root, for those who trust this one (PEM). */
  crossSign(rootPem: string, notAfter?: Date): Promise<string>;
  /** PKCS#8, PEM, of who signs requests */
  signerKeyPem(): Promise<string>;
}

interface Signing {
  notBefore: Date;
  notAfter: Date;
  /** DNS names besides those of the request */
  extraNames: readonly string[];
  /** URL of its OCSP responder */
  responder: string | undefined;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 24 * 60 * 60 * 1000;

/** Everything new, called after `name`. `depth` 0: the root itself signs. */
export async function makeOwnAuthority(name: string, depth: 0 | 1 = 1): Promise<OwnAuthority> {
  const root = await makeIssuer(`${name} Root`);
  const intermediate = await makeIssuer(`${name} Intermediate`, root);
  const signer = depth === 0 ? root : intermediate;
  return {
    rootPem: pemOf(root.certificate),
    intermediatePem: pemOf(intermediate.certificate),
    sign: (requestPem, how = {}) => signRequest(signer, requestPem, how),
    crossSign: (rootPem, notAfter) => crossSign(root, rootPem, notAfter),
    async signerKeyPem() {
      const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", signer.keys.privateKey));
      return `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`;
    },
  };
}

interface Issuer {
  certificate: x509.X509Certificate;
  keys: CryptoKeyPair;
}

async function makeIssuer(commonName: string, by?: Issuer): Promise<Issuer> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const subject = `CN=${commonName}`;
  const issuer = by?.certificate.subject ?? subject;
  const certificate = await signIssuer(
    { subject, publicKey: keys.publicKey },
    issuer,
    (by ?? { keys }).keys.privateKey,
  );
  return { certificate, keys };
}

async function crossSign({ certificate, keys }: Issuer, rootPem: string, notAfter?: Date): Promise<string> {
  const other = new x509.X509Certificate(rootPem);
  const publicKey = await other.publicKey.export();
  return pemOf(await signIssuer({ subject: other.subject, publicKey }, certificate.subject, keys.privateKey, notAfter));
}

async function signIssuer(
  { subject, publicKey }: { subject: string; publicKey: CryptoKey },
  issuer: string,
  signingKey: CryptoKey,
  notAfter = new Date("2060-01-01T00:00:00Z"),
): Promise<x509.X509Certificate> {
  return await x509.X509CertificateGenerator.create({
    ...{ serialNumber: serialNumber(), subject, issuer, publicKey, signingKey, signingAlgorithm: algorithm },
    ...{ notBefore: new Date("2020-01-01T00:00:00Z"), notAfter },
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
}

async function signRequest({ certificate, keys }: Issuer, requestPem: string, how: Partial<Signing>): Promise<string> {
  const request = new x509.Pkcs10CertificateRequest(requestPem);
  if (!(await request.verify())) throw new Error("the request is not signed with its own key");
  const names = request.getExtension("2.5.29.17");
  if (!names) throw new Error("the request has no names");
  const { notBefore = new Date(Date.now() - 60 * 60 * 1000), extraNames = [], responder } = how;
  const { notAfter = new Date(notBefore.getTime() + 365 * day) } = how;
  const extra = extraNames.map((value) => ({ type: "dns" as const, value }));
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: request.subject,
    issuer: certificate.subject,
    notBefore,
    notAfter,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    publicKey: request.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      extra.length === 0 ? names : withMore(names, extra),
      await x509.SubjectKeyIdentifierExtension.create(await request.publicKey.export()),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ...(responder === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ ocsp: responder })]),
    ],
  });
  return pemOf(leaf);
}

function withMore(names: x509.Extension, extra: x509.JsonGeneralNames): x509.Extension {
  const asked = new x509.SubjectAlternativeNameExtension(names.rawData).names.toJSON();
  return new x509.SubjectAlternativeNameExtension([...asked, ...extra]);
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}

/** Positive, 16 bytes. */
function serialNumber(): string {
  return `5${randomBytes(16).toString("hex").slice(1)}`;
}
