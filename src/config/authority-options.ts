import { phrase } from "../model/phrase.ts";
import {
  type ExternalAccount,
  type HmacAlgorithm,
  hmacAlgorithms,
  type ProfileRequest,
  type Settings,
} from "../model/settings.ts";
import { badSettings, shown } from "./bad-settings.ts";
import { lastOf } from "./given.ts";
import type { Given } from "./options.ts";

/** What the CA is asked for besides a certificate. Throws Problem `bad-settings`; the HMAC key is a secret and in no message. */
export function readAuthorityOptions(
  given: readonly Given[],
  hmacKeyFile?: string | undefined,
): Pick<Settings, "profile" | "preferredChain" | "externalAccount"> {
  return {
    profile: readProfile(given),
    preferredChain: readChain(given),
    externalAccount: readExternalAccount(given, hmacKeyFile),
  };
}

/** As with certbot, required wins. */
function readProfile(given: readonly Given[]): ProfileRequest | undefined {
  const required = lastOf(given, "requiredProfile");
  const name = required ?? lastOf(given, "preferredProfile");
  if (name === undefined) return undefined;
  if (/^[\w.-]{1,100}$/.test(name)) return { name, required: required !== undefined };
  const flag = required === undefined ? "--preferred-profile" : "--required-profile";
  throw badSettings(
    phrase`${flag} ${shown(name)} is not the name of a profile`,
    phrase`write a name that the CA lists, for example: ${flag} shortlived`,
  );
}

function readChain(given: readonly Given[]): string | undefined {
  const name = lastOf(given, "preferredChain");
  if (name === undefined || /^[^\p{Cc}]{1,200}$/u.test(name)) return name;
  throw badSettings(
    phrase`--preferred-chain ${shown(name)} is not the name of an issuer`,
    phrase`write the common name of the root, for example: --preferred-chain "ISRG Root X1"`,
  );
}

/** The key may be in a file of its own (EAB_HMAC_KEY_FILE), such as one of Docker's secrets; a flag wins. */
function readExternalAccount(given: readonly Given[], file: string | undefined): ExternalAccount | undefined {
  const kid = lastOf(given, "eabKid");
  const hmacKey = lastOf(given, "eabHmacKey");
  if (kid === undefined && hmacKey === undefined) return undefined;
  if (kid !== undefined && hmacKey === undefined && file !== undefined)
    return { kid, hmacKey: { file }, algorithm: readAlgorithm(given) };
  const fault = faultOf(kid, hmacKey);
  if (fault === undefined) return { kid: kid ?? "", hmacKey: hmacKey ?? "", algorithm: readAlgorithm(given) };
  throw badSettings(fault, phrase`copy both from the CA's site: --eab-kid=<key id> --eab-hmac-key=<key>`);
}

function readAlgorithm(given: readonly Given[]): HmacAlgorithm {
  const name = lastOf(given, "eabHmacAlg") ?? "HS256";
  const found = hmacAlgorithms.find((each) => each === name);
  if (found !== undefined) return found;
  throw badSettings(
    phrase`--eab-hmac-alg ${shown(name)} is none of ${hmacAlgorithms.join(", ")}`,
    phrase`leave it out: HS256`,
  );
}

function faultOf(kid: string | undefined, hmacKey: string | undefined): string | undefined {
  if (hmacKey === undefined) return phrase`--eab-kid is set without --eab-hmac-key, and the two belong together`;
  if (kid === undefined) return phrase`--eab-hmac-key is set without --eab-kid, and the two belong together`;
  if (!/^[\x21-\x7e]+$/.test(kid)) return phrase`--eab-kid ${shown(kid)} is not a key id`;
  return /^[\w+/-]+={0,2}$/.test(hmacKey)
    ? undefined
    : phrase`--eab-hmac-key is not base64, the form in which CAs issue it`;
}
