import { createPublicKey, type KeyObject } from "node:crypto";
import { readParts } from "../base/der.ts";
import { pemBlocks } from "../base/pem.ts";
import { readSmall } from "../base/read-small.ts";
import { isSystemError } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { SigningRequest } from "../model/signing-request.ts";

const weakestRsa = 2048;
/** Bytes: a hundred names in it are 10,000. */
const largest = 128 * 1024;

/** The operator's own request, PEM or DER. Throws Problem `unusable-file` and `weak-key`. */
export async function readSigningRequest(file: string): Promise<SigningRequest> {
  const content = await contentOf(file);
  const { crypto } = (await import("acme-client")).default;
  const { der, key, names } = await readOr(file, async () => {
    const bytes = derOf(content);
    const { commonName, altNames } = crypto.readCsrDomains(pemOf(bytes));
    return { der: bytes, key: keyIn(bytes), names: [...new Set(commonName ? [commonName, ...altNames] : altNames)] };
  });
  if (names.length === 0) throw unusable(phrase`${file} names no domain`);
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < weakestRsa) throw weak(file, bits);
  const publicKeyPem = key.export({ type: "spki", format: "pem" }).toString();
  return { der: der.toString("base64url"), publicKeyPem, names };
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    const content = await readSmall(file, { maxBytes: largest });
    if (content) return content;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw unusable(phrase`${file} cannot be read (${error.code})`);
  }
  throw unusable(phrase`${file} cannot be read (${"ENOENT"})`);
}

async function readOr<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw unusable(phrase`${file} has no certificate signing request (CSR) in it`);
  }
}

function derOf(content: Buffer): Buffer {
  const found = pemBlocks(content.toString("latin1")).find(({ label }) => label.endsWith("CERTIFICATE REQUEST"));
  return found === undefined ? content : Buffer.from(found.pem.replace(/-----[^-]+-----/g, ""), "base64");
}

function pemOf(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join("\n")}\n-----END CERTIFICATE REQUEST-----\n`;
}

/** RFC 2986: the third element of the request's information, after version and subject. */
function keyIn(der: Buffer): KeyObject {
  const [request] = readParts(der);
  const [information] = readParts(request?.value ?? der);
  const [, , key] = readParts(information?.value ?? der);
  return createPublicKey({ key: key?.whole ?? der, format: "der", type: "spki" });
}

function unusable(message: string): Problem {
  const fix = phrase`name the file of a certificate signing request, PEM or DER`;
  return new Problem({ code: "unusable-file", message, fix, retry: "look" });
}

function weak(file: string, bits: number): Problem {
  const fix = phrase`make the request with a key of ${weakestRsa} bits or more, or with ECDSA`;
  return new Problem({ code: "weak-key", message: phrase`the key of ${file} has ${bits} bits`, fix, retry: "look" });
}
