import { createHmac, createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";
import { type Asked, type Reply, refuse } from "./messages.ts";
import type { Account, State } from "./state.ts";

interface Jws {
  protected: string;
  payload: string;
  signature: string;
}

interface Header {
  alg: string;
  nonce: string;
  url: string;
  kid?: string;
  jwk?: JsonWebKey;
}

const digests: Readonly<Record<string, string>> = {
  ES256: "sha256",
  ES384: "sha384",
  ES512: "sha512",
  RS256: "sha256",
};
const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());

/** Who signed what; or why it is refused (RFC 8555 section 6.2 to 6.5). */
export function openJws(text: string, url: string, state: State): Pick<Asked, "payload" | "account" | "key"> | Reply {
  const jws: Jws = JSON.parse(text);
  const header: Header = decoded(jws.protected);
  if (!state.spendNonce(header.nonce)) return refuse(400, "badNonce", "no such nonce");
  if (header.url !== url) return refuse(401, "unauthorized", `signed for ${header.url}, sent to ${url}`);
  const account = header.kid === undefined ? undefined : state.accounts.get(header.kid);
  if (header.kid !== undefined && account === undefined) return refuse(400, "accountDoesNotExist", "no such account");
  if (account?.status === "deactivated") return refuse(401, "unauthorized", "the account is deactivated");
  const key = account?.key ?? createPublicKey({ key: header.jwk ?? {}, format: "jwk" });
  if (!isSigned(jws, header.alg, key)) return refuse(400, "malformed", "the signature does not fit");
  return { account, key, payload: jws.payload === "" ? undefined : decoded(jws.payload) };
}

function isSigned(jws: Jws, alg: string, key: KeyObject): boolean {
  const signed = Buffer.from(`${jws.protected}.${jws.payload}`);
  const signature = Buffer.from(jws.signature, "base64url");
  return verify(digests[alg], signed, { key, dsaEncoding: "ieee-p1363" }, signature);
}

/** The kid of a binding that was signed with its HMAC key (RFC 8555 section 7.3.4). */
export function boundKid(binding: unknown, keys: Readonly<Record<string, string>>): Account["boundTo"] {
  if (typeof binding !== "object" || binding === null) return undefined;
  const jws = binding as Jws;
  const { kid, alg } = decoded(jws.protected) as { kid: string; alg: string };
  const hmac = createHmac(alg.replace("HS", "sha"), Buffer.from(keys[kid] ?? "", "base64url"));
  return hmac.update(`${jws.protected}.${jws.payload}`).digest("base64url") === jws.signature ? kid : undefined;
}
