import { readSecretFile } from "../base/secret-file.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { ExternalAccount } from "../model/settings.ts";
import { applied } from "../model/typed-lines.ts";

/** An external account with its key read (RFC 8555 section 7.3.4). */
export interface Binding extends Omit<ExternalAccount, "hmacKey"> {
  hmacKey: string;
}

const longestKey = 1024;

/** Throws Problem `external-account-unreadable`, which never contains the key. */
export function readBinding({ hmacKey, ...account }: ExternalAccount): Binding {
  return { ...account, hmacKey: typeof hmacKey === "string" ? hmacKey : keyIn(hmacKey.file) };
}

function keyIn(file: string): string {
  let key: string;
  try {
    key = readSecretFile(file).trim();
  } catch (cause) {
    return unreadable(file, cause);
  }
  return key.length <= longestKey && /^[\w+/-]+={0,2}$/.test(key) ? key : unreadable(file);
}

/** A stored account needs no binding, so a missing file must not block renewals. */
export function bindingIfThere(account: ExternalAccount): Binding | undefined {
  try {
    return readBinding(account);
  } catch {
    return undefined;
  }
}

function unreadable(file: string, cause?: unknown): never {
  throw new Problem({
    code: "external-account-unreadable",
    message: phrase`EAB_HMAC_KEY_FILE=${file} cannot be read as the HMAC key of an external account`,
    fix: applied(
      phrase`put the key alone into the file, in base64 as the CA issues it, and mount it into the certbot service: ./eab-hmac-key:${file}:ro`,
    ),
    retry: "look",
    cause,
  });
}
