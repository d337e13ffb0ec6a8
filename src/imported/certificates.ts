import { X509Certificate } from "node:crypto";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { certificatesInPkcs7, refusePkcs12 } from "./containers.ts";
import type { ReadFile } from "./read-file.ts";
import { refused } from "./refused.ts";

const labels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];

/** The certificates of a file, PEM or DER, in its order. Throws Problem that says what it contains instead. */
export function certificatesIn(read: ReadFile, notes: string[]): readonly X509Certificate[] {
  const { file, blocks, bytes } = read;
  const packed = packedIn(read);
  if (packed !== undefined) {
    notes.push(phrase`${file}: read as PKCS#7`);
    return packed.map((der, at) => parse(der, file, at + 1));
  }
  const found = blocks.filter(({ label }) => labels.includes(label));
  if (found.length > 0) return found.map(({ pem }, at) => parse(pem.replace(/(X509|TRUSTED) /g, ""), file, at + 1));
  if (blocks.length > 0) throw otherThing(file, blocks[0]?.label ?? "");
  refusePkcs12(file, bytes);
  try {
    const certificate = new X509Certificate(bytes);
    notes.push(phrase`${file}: read as DER (binary)`);
    return [certificate];
  } catch {
    throw refused("unreadable", phrase`${file} is a certificate neither in PEM nor in DER`, conversions(file));
  }
}

/** The name that people know a certificate by. */
export function nameOf({ subject }: Pick<X509Certificate, "subject">): string {
  return /^CN=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll("\n", ", ");
}

export function issuerOf({ issuer }: Pick<X509Certificate, "issuer">): string {
  return nameOf({ subject: issuer });
}

/** How to convert the other formats of CAs and Windows. */
function conversions(file: string): string {
  const path = plainPath(file);
  return phrase`use PEM; a .p7b: openssl pkcs7 -print_certs -in ${path} -out certificates.pem (DER: -inform der); a .pfx or .p12: openssl pkcs12 -in ${path} -out all.pem`;
}

/** Of a .p7b or .p7c, in PEM or DER. Windows' own CA (AD CS) marks PKCS#7 as CERTIFICATE. */
function packedIn({ blocks, bytes }: ReadFile): readonly Buffer[] | undefined {
  const pem = blocks.find(({ label }) => ["PKCS7", "CMS", "CERTIFICATE"].includes(label))?.pem;
  const der = pem === undefined ? bytes : Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
  return pem === undefined && blocks.length > 0 ? undefined : certificatesInPkcs7(der);
}

function parse(given: string | Buffer, file: string, number: number): X509Certificate {
  try {
    return new X509Certificate(given);
  } catch {
    const fix = phrase`copy the file again, from the first dash to the last`;
    throw refused("damaged", phrase`${file}: certificate ${number} in it is damaged`, fix);
  }
}

function otherThing(file: string, label: string) {
  if (label.endsWith("PRIVATE KEY")) {
    const fix = phrase`name it as --key ${plainPath(file)}, and the certificate that the CA sent as --cert`;
    return refused("key-for-certificate", phrase`${file} contains a private key where the certificate should be`, fix);
  }
  if (label.endsWith("CERTIFICATE REQUEST")) {
    const fix = phrase`send it to the CA; what it sends back is the certificate`;
    return refused(
      "request-for-certificate",
      phrase`${file} is the certificate signing request (CSR), not the certificate issued for it`,
      fix,
    );
  }
  return refused("unreadable", phrase`${file} contains no certificate but ${label}`, conversions(file));
}
