import { createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createFile, replaceFile } from "../base/atomic-file.ts";
import { onDisk } from "../base/disk-problem.ts";
import { hasCode, missingToUndefined } from "../base/system-error.ts";
import type { CsrOptions, MadeRequest, Subject } from "../model/imported.ts";
import { phrase } from "../model/phrase.ts";
import { isEncrypted } from "./key.ts";
import { readNamedFile } from "./read-file.ts";
import { refused } from "./refused.ts";

/** Where `csr` puts the key of a lineage; `import` finds it there. */
export function requestedKey(folder: string, name: string): string {
  return join(folder, name, "privkey.pem");
}

/**
 * A request for the operator's own CA (PKCS#10), and the key that it is made with, 0600. A key that is there is
 * used again: the certificate of an earlier request belongs to it. Throws Problem.
 */
export async function makeRequest(folder: string, csrOptions: CsrOptions, now: Date): Promise<MadeRequest> {
  const { name, domains, subject } = csrOptions;
  const place = join(folder, name);
  const keyFile = requestedKey(folder, name);
  const requestFile = join(place, "request.csr");
  return await onDisk(place, async () => {
    await mkdir(place, { recursive: true, mode: 0o700 });
    if (csrOptions.newKey) await setAside(keyFile, now);
    const { key, sameKey } = await keyFor(keyFile, csrOptions);
    const requestPem = await requestOf(key, domains, subject);
    await replaceFile(requestFile, requestPem, { mode: 0o644 });
    return { requestFile, keyFile, requestPem, sameKey };
  });
}

async function setAside(keyFile: string, now: Date): Promise<void> {
  const stamp = now.toISOString().replace(/\D/g, "").slice(0, 14);
  await rename(keyFile, keyFile.replace(/\.pem$/, `-until-${stamp}.pem`)).catch(missingToUndefined);
}

async function keyFor(keyFile: string, csrOptions: CsrOptions): Promise<{ key: KeyObject; sameKey: boolean }> {
  const made = await makeKey(csrOptions.key);
  try {
    await createFile(keyFile, exportKey(made, csrOptions.passphrase), { mode: 0o600 });
    return { key: made, sameKey: false };
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    return { key: await keyThere(keyFile, csrOptions.passphrase), sameKey: true };
  }
}

async function keyThere(keyFile: string, passphrase: string | undefined): Promise<KeyObject> {
  const { blocks } = await readNamedFile(keyFile);
  const pem = blocks[0]?.pem ?? "";
  try {
    return createPrivateKey(isEncrypted(pem) ? { key: pem, passphrase: passphrase ?? "" } : pem);
  } catch {
    const fix = phrase`use the passphrase it was created with (--passphrase-file FILE), or add --new-key for a new one`;
    throw refused("wrong-passphrase", phrase`${keyFile} is there already and cannot be read with this passphrase`, fix);
  }
}

async function makeKey(kind: CsrOptions["key"]): Promise<KeyObject> {
  const generate = promisify(generateKeyPair);
  const { privateKey } =
    kind.type === "rsa"
      ? await generate("rsa", { modulusLength: kind.bits })
      : await generate("ec", { namedCurve: kind.curve });
  return privateKey;
}

function exportKey(key: KeyObject, passphrase: string | undefined): string {
  const encryption = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return key.export({ type: "pkcs8", format: "pem", ...encryption }).toString();
}

async function requestOf(key: KeyObject, domains: CsrOptions["domains"], subject: Subject): Promise<string> {
  const { crypto } = (await import("acme-client")).default;
  const { organisation: organization, unit: organizationUnit, commonName = domains[0], ...rest } = subject;
  const fields = Object.entries({ organization, organizationUnit, commonName, ...rest });
  const given = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  const [, request] = await crypto.createCsr({ altNames: [...domains], ...given }, exportKey(key, undefined));
  return request.toString();
}
