import { readFile } from "node:fs/promises";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { ExternalAccount } from "../model/settings.ts";

/** An external account with its key at hand (RFC 8555 section 7.3.4). */
export interface Binding extends Omit<ExternalAccount, "hmacKey"> {
  hmacKey: string;
}

/** Longer files are not keys. */
const longestKey = 1024;

/** Throws Problem `external-account-unreadable`, in words that hold no key. */
export async function readBinding({ hmacKey, ...account }: ExternalAccount): Promise<Binding> {
  if (typeof hmacKey === "string") return { ...account, hmacKey };
  const { file } = hmacKey;
  const key = (await readFile(file, "utf8").catch((cause) => unreadable(file, cause))).trim();
  return key.length <= longestKey && /^[\w+/-]+={0,2}$/.test(key) ? { ...account, hmacKey: key } : unreadable(file);
}

/** A stored account needs none, so a file that is gone stands in no renewal's way. */
export async function bindingIfThere(account: ExternalAccount): Promise<Binding | undefined> {
  return await readBinding(account).catch(() => undefined);
}

function unreadable(file: string, cause?: unknown): never {
  throw new Problem({
    code: "external-account-unreadable",
    message: phrase`EAB_HMAC_KEY_FILE=${file} cannot be read as the HMAC key of an external account`,
    fix: phrase`put the key alone into the file, in base64 as the CA issues it, and mount it into the certbot service: ./eab-hmac-key:${file}:ro`,
    retry: "look",
    cause,
  });
}
