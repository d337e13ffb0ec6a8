import { createPrivateKey, type KeyObject } from "node:crypto";
import { readParts } from "../base/der.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { isOld, refusePkcs12 } from "./containers.ts";
import type { ReadFile } from "./read-file.ts";
import { refused } from "./refused.ts";

type AskPassphrase = (file: string) => Promise<string | undefined>;

/** The private key of a file: PKCS#8, PKCS#1 or SEC1, PEM or DER, encrypted or not. Throws Problem. */
export async function keyIn(read: ReadFile, ask: AskPassphrase, notes: string[]): Promise<KeyObject> {
  const { file, blocks, open } = read;
  if (open) notes.push(phrase`${file} can be read by everybody on this host: chmod 600 ${plainPath(file)}`);
  const block = blocks.find(({ label }) => label.endsWith("PRIVATE KEY"));
  if (block === undefined && blocks.length > 0) throw otherThing(file, blocks[0]?.label ?? "");
  const key = block === undefined ? await derKey(read, ask, notes) : await pemKey(block.pem, file, ask);
  checkKind(key, file);
  return key;
}

async function pemKey(pem: string, file: string, ask: AskPassphrase): Promise<KeyObject> {
  if (!isEncrypted(pem)) return parse(pem, file);
  const passphrase = await ask(file);
  if (passphrase === undefined) {
    const fix = phrase`add --passphrase-file FILE, or -e KEY_PASSPHRASE behind \`docker compose exec\``;
    throw refused("no-passphrase", phrase`${file} is encrypted and no passphrase was given`, fix);
  }
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    // OpenSSL's error depends on what the wrong passphrase made of the bytes
    if (hasOldCipher(pem)) throw oldCipher(file);
    const fix = phrase`use the passphrase that the key was created with; a line end after it in a file is ignored`;
    throw refused("wrong-passphrase", phrase`${file}: the passphrase is wrong`, fix);
  }
}

/** A cipher that OpenSSL 3 has in its legacy provider alone. */
function hasOldCipher(pem: string): boolean {
  const named = /^DEK-Info: *(\S+),/m.exec(pem)?.[1];
  if (named !== undefined) return !/^(?:AES|DES-EDE3|CAMELLIA|ARIA)/i.test(named);
  return isOld(Buffer.from(pem.replace(/-----.*-----/g, ""), "base64"));
}

function oldCipher(file: string) {
  const line = `openssl pkey -provider legacy -provider default -in ${plainPath(file)} -out plain-key.pem`;
  const fix = phrase`${line} asks for its passphrase and writes it without one; then name plain-key.pem as --key`;
  return refused("old-cipher", phrase`${file} is encrypted with a cipher that is not used any more`, fix);
}

/** PKCS#8, or RFC 1421 headers as OpenSSL wrote them (3DES and AES). */
export function isEncrypted(pem: string): boolean {
  return pem.includes("BEGIN ENCRYPTED PRIVATE KEY") || /^Proc-Type: *4, *ENCRYPTED/m.test(pem);
}

function parse(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw refused(
      "damaged",
      phrase`${file}: the private key in it is damaged`,
      phrase`copy the file again, from the first dash on`,
    );
  }
}

async function derKey({ file, bytes }: ReadFile, ask: AskPassphrase, notes: string[]): Promise<KeyObject> {
  refusePkcs12(file, bytes);
  if (isEncryptedDer(bytes)) {
    notes.push(phrase`${file}: read as DER (binary)`);
    const lines = bytes.toString("base64").replace(/.{1,64}/g, "$&\n");
    return await pemKey(
      `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines}-----END ENCRYPTED PRIVATE KEY-----\n`,
      file,
      ask,
    );
  }
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    try {
      const key = createPrivateKey({ key: bytes, format: "der", type });
      notes.push(phrase`${file}: read as DER (binary)`);
      return key;
    } catch {
      // the next one may be it
    }
  }
  const fix = phrase`use PEM; from a .pfx or .p12: openssl pkcs12 -in ${plainPath(file)} -nocerts -out key.pem`;
  throw refused("unreadable", phrase`${file} contains no private key, neither in PEM nor in DER`, fix);
}

/** EncryptedPrivateKeyInfo (RFC 5958 section 3): a cipher, and bytes. */
function isEncryptedDer(bytes: Buffer): boolean {
  const [cipher, data, ...more] = readParts(readParts(bytes)[0]?.value ?? Buffer.alloc(0));
  return cipher?.tag === sequence && data?.tag === octets && more.length === 0;
}

const sequence = 0x30;
const octets = 0x04;

/** nginx refuses shorter RSA keys with a message about a digest, and browsers know no other curves. */
function checkKind(key: KeyObject, file: string): void {
  const { modulusLength = 0, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  const kind = key.asymmetricKeyType;
  if (kind === "rsa" && modulusLength >= 2048) return;
  if (kind === "ec" && ["prime256v1", "secp384r1", "secp521r1"].includes(namedCurve)) return;
  const what = kind === "rsa" ? phrase`RSA with ${modulusLength} bits` : `${kind} ${namedCurve}`.trim();
  const fix = phrase`docker compose exec certbot httpsidecar csr creates one that browsers accept, with the request for it`;
  throw refused("weak-key", phrase`${file} is a key that browsers do not accept: ${what}`, fix);
}

function otherThing(file: string, label: string) {
  const what = label.endsWith("CERTIFICATE") ? phrase`a certificate` : label;
  const fix = phrase`pass the file of the private key as --key; with \`csr\` it was created here, and --key can be omitted`;
  return refused("certificate-for-key", phrase`${file} contains ${what} where the private key should be`, fix);
}
