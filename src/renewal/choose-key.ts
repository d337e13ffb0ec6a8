import type { CertbotOptions, Curve } from "../model/certbot-options.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** The lineage's present key, as far as it is known. */
export type PresentKey = { type: "rsa"; bits: number } | { type: "ecdsa"; curve: Curve | undefined };

export type KeyDecision =
  | { use: "present" }
  | { use: "new"; kind: { type: "rsa"; bits: number } | { type: "ecdsa"; curve: Curve } };

type KeyOptions = Pick<CertbotOptions, "keyType" | "rsaKeySize" | "ellipticCurve" | "reuseKey" | "newKey">;

/**
 * The key of the next certificate: as the options say, else as the lineage has it, else ECDSA P-256. certbot falls back
 * to 2048 bits or P-256 where only the kind is kept; here the size is kept too. Throws Problem `key-conflict` when the
 * key is to be kept and to be of another kind.
 */
export function chooseKey(asked: KeyOptions, saved: KeyOptions, present: PresentKey | undefined): KeyDecision {
  const kind = kindOf(asked, saved, present);
  const reuse = asked.reuseKey ?? saved.reuseKey ?? false;
  if (!reuse || asked.newKey || present === undefined) return { use: "new", kind };
  if (isSameKind(kind, present)) return { use: "present" };
  throw new Problem({
    code: "key-conflict",
    message: phrase`the key is to be kept (--reuse-key), and it is ${inWords(present)}, not ${inWords(kind)}; in certbot's words: ${unableTo(kind, present)}`,
    fix: phrase`add --new-key to change it once, or --no-reuse-key to have a fresh one each time`,
    retry: "look",
  });
}

function kindOf(asked: KeyOptions, saved: KeyOptions, present: PresentKey | undefined) {
  const type = asked.keyType ?? present?.type ?? saved.keyType ?? "ecdsa";
  const presentBits = present?.type === "rsa" ? present.bits : undefined;
  const presentCurve = present?.type === "ecdsa" ? present.curve : undefined;
  if (type === "rsa") return { type, bits: asked.rsaKeySize ?? presentBits ?? saved.rsaKeySize ?? 2048 };
  return { type, curve: asked.ellipticCurve ?? presentCurve ?? saved.ellipticCurve ?? "secp256r1" };
}

/** The same kind and size; an unknown curve counts as the right one. */
export function isSameKind(one: PresentKey, other: PresentKey): boolean {
  if (one.type === "rsa") return other.type === "rsa" && one.bits === other.bits;
  return other.type === "ecdsa" && (one.curve === other.curve || other.curve === undefined);
}

/** What scripts look for. */
function unableTo(kind: PresentKey, present: PresentKey): string {
  const size = kind.type === "rsa" ? "--rsa-key-size" : "--elliptic-curve";
  return `Unable to change the ${kind.type === present.type ? size : "--key-type"} of this certificate because --reuse-key is set`;
}

function inWords(key: PresentKey): string {
  return key.type === "rsa" ? phrase`RSA with ${key.bits} bits` : phrase`ECDSA ${key.curve ?? ""}`.trim();
}
