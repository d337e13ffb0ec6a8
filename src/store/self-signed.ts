import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { ms } from "../base/dates.ts";

export interface SelfSigned {
  certificatePem: string;
  /** PKCS#8 */
  privateKeyPem: string;
}

/** A certificate that nobody trusts, for a server that needs one before there is a real one; valid for a week. */
export function selfSigned(name: string, now = new Date()): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = toBeSigned(name, publicKey.export({ type: "spki", format: "der" }), now.getTime());
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** TBSCertificate (RFC 5280 section 4.1), version 3, with the name as its only subject alternative name. */
function toBeSigned(name: string, publicKey: Buffer, now: number): Buffer {
  // the common name has room for 64 letters, and nobody reads it
  const subject = sequence(tlv(0x31, sequence(commonName, tlv(0x0c, Buffer.from("httpsidecar placeholder")))));
  const validity = sequence(utcTime(now - ms.day), utcTime(now + ms.week));
  const names = sequence(tlv(0x82, Buffer.from(name)));
  const extension = sequence(subjectAltName, tlv(0x04, names));
  const version = tlv(0xa0, tlv(0x02, Buffer.of(2)));
  const serial = tlv(0x02, Buffer.concat([Buffer.of(0x5a), randomBytes(15)]));
  const extensions = tlv(0xa3, sequence(extension));
  return sequence(version, serial, ecdsaWithSha256, subject, validity, subject, publicKey, extensions);
}

/** UTCTime in RFC 5280's form, YYMMDDHHMMSSZ (section 4.1.2.5.1). */
function utcTime(moment: number): Buffer {
  const digits = new Date(moment).toISOString().replaceAll(/[-:T]|\..*/g, "");
  return tlv(0x17, Buffer.from(`${digits.slice(2)}Z`));
}

/** A DER element: tag, length, content (X.690 section 8.1). */
function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const head = length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

const identifier = (hex: string) => tlv(0x06, Buffer.from(hex, "hex"));
const commonName = identifier("550403"); // 2.5.4.3
const subjectAltName = identifier("551d11"); // 2.5.29.17
const ecdsaWithSha256 = sequence(identifier("2a8648ce3d040302")); // 1.2.840.10045.4.3.2
