import { readParts, type Tlv } from "../base/der.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { refused } from "./refused.ts";

/** The certificates of a PKCS#7 file (RFC 2315 section 9.1), DER each; undefined: it is something else. */
export function certificatesInPkcs7(bytes: Buffer): readonly Buffer[] | undefined {
  const signed = readParts(bytes)[0];
  const [type, content] = partsOf(signed);
  if (!isOid(type, signedData)) return undefined;
  const fields = partsOf(partsOf(content)[0]);
  const certificates = fields.find(({ tag }) => tag === contextZero);
  return partsOf(certificates).map(({ whole }) => whole);
}

interface Archive {
  /** its first bytes, or those at this place */
  mark: string;
  at?: number;
  what(file: string): string;
  fix(path: string): string;
}

const zip = {
  what: (file: string) => phrase`${file} is a zip with files in it`,
  fix: (path: string) => phrase`unzip it, and name its files: unzip ${path}`,
};
const tar = {
  what: (file: string) => phrase`${file} is an archive with files in it`,
  fix: (path: string) => phrase`unpack it, and name its files: tar -xf ${path}`,
};
const keyStore = {
  what: (file: string) => phrase`${file} is a Java key store (.jks), with the key and the certificates in it`,
  fix(path: string) {
    const lines = `keytool -importkeystore -srckeystore ${path} -destkeystore all.p12 -deststoretype PKCS12, openssl pkcs12 -in all.p12 -nodes -out all.pem`;
    return phrase`${lines} ask for its password; then name all.pem as --cert and as --key`;
  },
};
const other = { ...tar, fix: () => phrase`unpack it on your computer, and name its files` };

const archives: readonly Archive[] = [
  { mark: "504b0304", ...zip },
  { mark: "504b0506", ...zip },
  { mark: "1f8b", ...tar },
  { mark: "7573746172", at: 257, ...tar },
  { mark: "526172211a07", ...other },
  { mark: "377abcaf271c", ...other },
  { mark: "feedfeed", ...keyStore },
  { mark: "cececece", ...keyStore },
];

/** Throws Problem `own-container` for a file with files in it, PEM or not, with the command that opens it. */
export function refuseArchive(file: string, bytes: Buffer): void {
  const found = archives.find(({ mark, at = 0 }) => bytes.toString("hex", at, at + mark.length / 2) === mark);
  if (found !== undefined) throw refused("container", found.what(file), found.fix(plainPath(file)));
}

/**
 * Throws Problem `own-container` for PKCS#12 (.pfx, .p12), with the command that opens it: OpenSSL 3 reads old ciphers
 * with its legacy provider alone.
 */
export function refusePkcs12(file: string, bytes: Buffer): void {
  const [version, content] = partsOf(readParts(bytes)[0]);
  if (!version?.whole.equals(versionThree) || content === undefined) return;
  const legacy = isOld(bytes) ? " -legacy" : "";
  const line = `openssl pkcs12 -in ${plainPath(file)} -nodes${legacy} -out all.pem`;
  const fix = phrase`${line} asks for its password; then name all.pem as --cert and as --key`;
  throw refused("container", phrase`${file} is PKCS#12 (.pfx, .p12), with the key and the certificates in it`, fix);
}

/** Ciphers that OpenSSL 3 has in its legacy provider alone: RC2, RC4, single DES, MD5 (PKCS#5 and PKCS#12, version 1). */
export function isOld(bytes: Buffer): boolean {
  return oldOids.some((oid) => bytes.includes(oid));
}

const contextZero = 0xa0;
const versionThree = Buffer.from([2, 1, 3]);
const signedData = Buffer.from("2a864886f70d010702", "hex");

const oldOids = [
  // pbeWithSHA1And128BitRC4, 40BitRC4, 128BitRC2, 40BitRC2
  ...["01", "02", "05", "06"].map((last) => `060a2a864886f70d010c01${last}`),
  // pbeWithMD2AndDES, MD5AndDES, MD2AndRC2, MD5AndRC2, SHA1AndDES, SHA1AndRC2
  ...["01", "03", "04", "06", "0a", "0b"].map((last) => `06092a864886f70d0105${last}`),
  // desCBC, rc2CBC
  ...["06052b0e030207", "06082a864886f70d0302"],
].map((hex) => Buffer.from(hex, "hex"));

const partsOf = (part: Tlv | undefined): readonly Tlv[] => (part === undefined ? [] : readParts(part.value));

function isOid(part: Tlv | undefined, oid: Buffer): boolean {
  return part?.tag === 6 && part.value.equals(oid);
}
