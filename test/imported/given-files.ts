import { createPrivateKey } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certificateImporter } from "../../src/imported/importer.ts";
import type { ImportFiles } from "../../src/model/imported.ts";
import { temporaryFolder } from "../support/folders.ts";
import { makeOwnAuthority, type OwnAuthority } from "../support/own-authority.ts";

export const domains = ["example.test", "www.example.test"] as const;
export const now = new Date();

/** What an operator has when the authority has answered, in a folder of their own. */
export interface Importer {
  folder: string;
  authority: OwnAuthority;
  keyPem: string;
  leafPem: string;
  /** Writes a file; gives its path. */
  file(name: string, content: string | Buffer, mode?: number): Promise<string>;
  /** Looks at files by their contents; the key is the right one unless told. */
  examine(given: Given): ReturnType<ReturnType<typeof certificateImporter>["examine"]>;
}

export interface Given {
  cert?: string | Buffer;
  chain?: readonly (string | Buffer)[];
  key?: string | Buffer;
  keyMode?: number;
  passphrase?: string;
}

let authorities: Promise<OwnAuthority> | undefined;

/** One authority for the whole file; a key and a certificate of one's own. */
export async function importer(dates: { notBefore?: Date; notAfter?: Date } = {}): Promise<Importer> {
  authorities ??= makeOwnAuthority("AlphaSSL");
  const authority = await authorities;
  const folder = await temporaryFolder();
  const room = certificateImporter({
    folder,
    clock: { now: () => now },
    directory: "https://ca.test/dir",
    caBundle: undefined,
  });
  const { requestPem, keyFile } = await room.request(csrOptions({ key: { type: "ecdsa", curve: "P-256" } }));
  const leafPem = await authority.sign(requestPem, dates);
  const file = async (name: string, content: string | Buffer, mode = 0o600) => {
    const path = join(folder, name);
    await writeFile(path, content, { mode });
    return path;
  };
  const examine = async ({
    cert = leafPem,
    chain = [authority.intermediatePem, authority.rootPem],
    ...given
  }: Given) => {
    const files: ImportFiles = {
      certificate: await file("cert.pem", cert),
      chain: await Promise.all(chain.map((content, at) => file(`chain${at}.pem`, content))),
      key: given.key === undefined ? keyFile : await file("key.pem", given.key, given.keyMode),
      passphrase: async () => given.passphrase,
    };
    return room.examine(files, { name: "example.test", domains });
  };
  return { folder, authority, keyPem: await readFile(keyFile, "utf8"), leafPem, file, examine };
}

/** What `csr` asks for unless told. */
export function csrOptions(given: Partial<Parameters<ReturnType<typeof certificateImporter>["request"]>[0]> = {}) {
  return {
    name: "example.test",
    domains,
    subject: {},
    key: { type: "rsa", bits: 2048 } as const,
    newKey: false,
    passphrase: undefined,
    ...given,
  };
}

/** The key as old OpenSSL wrote it: DEK-Info: DES-EDE3-CBC. */
export function in3des(keyPem: string, passphrase: string): string {
  const key = createPrivateKey(keyPem);
  const type = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
  return key.export({ type, format: "pem", cipher: "des-ede3-cbc", passphrase }).toString();
}
