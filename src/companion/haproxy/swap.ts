import { X509Certificate } from "node:crypto";
import { phrase } from "../../model/phrase.ts";
import { refusal } from "../refusal.ts";
import type { Admin } from "./admin.ts";

/** The text of a file inside the HAProxy container. Throws Problem `docker-failed`. */
export type ReadInside = (path: string) => Promise<string>;

/** Each is read inside the container; a list without end is none of HAProxy's. */
const mostFiles = 1000;

/**
 * Swaps every certificate whose file has changed into the running HAProxy, which loses no connection. Returns the
 * files; undefined: not possible, so reload. Throws Problem `reload-refused` with HAProxy's words.
 */
export async function swapChanged(admin: Admin, read: ReadInside): Promise<readonly string[] | undefined> {
  const list = await admin.say("show ssl cert");
  const files = list === undefined ? [] : filesIn(list);
  if (list === undefined || files.length > mostFiles) return undefined;
  const swapped: string[] = [];
  for (const file of files) {
    const pem = await read(file);
    if (isLoaded(pem, (await admin.say(`show ssl cert ${file}`)) ?? "")) continue;
    if (!(await swapOne(admin, file, pem))) return undefined;
    swapped.push(file);
  }
  return swapped;
}

/** Paths as in haproxy.cfg; one with other letters would be read as another command. */
function filesIn(list: string): readonly string[] {
  return list.split("\n").filter((line) => /^\/[\w./@+-]+$/.test(line));
}

/** Compares the leaf; a file that has changed otherwise needs a reload. */
function isLoaded(pem: string, shown: string): boolean {
  const loaded = /^SHA1 FingerPrint: ([0-9A-F]+)$/m.exec(shown)?.[1];
  return loaded !== undefined && loaded === fingerprintOf(pem);
}

function fingerprintOf(pem: string): string {
  try {
    return new X509Certificate(pem).fingerprint.replaceAll(":", "");
  } catch {
    throw refusal(
      "reload-refused",
      phrase`a certificate file of HAProxy's begins with no certificate`,
      phrase`repair the file`,
    );
  }
}

/** An empty line would end the certificate within the command. */
async function swapOne(admin: Admin, file: string, pem: string): Promise<boolean> {
  const payload = pem.replaceAll(/\n\s*\n/g, "\n").trim();
  const set = (await admin.say(`set ssl cert ${file} <<\n${payload}\n`)) ?? "";
  const committed = /Transaction (?:created|updated)/.test(set)
    ? await admin.say(`commit ssl cert ${file}`)
    : undefined;
  if (committed?.includes("Success!")) return true;
  await admin.say(`abort ssl cert ${file}`);
  return false;
}
