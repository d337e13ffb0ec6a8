import { createHmac } from "node:crypto";
import type { HmacAlgorithm } from "../model/settings.ts";
import type { Binding } from "./external-account.ts";
import type { Answer } from "./message.ts";
import type { Transport } from "./transport.ts";

/** Enough for a Pebble that rejects half of all nonces (RFC 8555 section 6.5): exceeded once in a million requests. */
const mostBadNonces = 20;

/** The part of acme-client in use: keys, signatures, the retry after badNonce. Its own types hide most of it. */
export interface Engine {
  http: {
    signedRequest(url: string, payload: object | null, how: Signed): Promise<Answer>;
    prepareSignedBody(algorithm: string, url: string, payload: object, how: object): UnsignedBody;
  };
  getChallengeKeyAuthorization(challenge: { type: "http-01"; token: string }): Promise<string>;
}

/** Both in base64url, as RFC 7515 signs them. */
interface UnsignedBody {
  protected: string;
  payload: string;
}

export interface Signed {
  /** the account's URL; null: signed with the key itself */
  kid: string | null;
  includeExternalAccountBinding?: boolean;
}

export interface EngineOptions {
  directoryUrl: string;
  /** PEM */
  accountKey: string | Promise<string>;
  externalAccount: Binding | undefined;
}

/**
 * acme-client over our transport. Its own one repeats used nonces and sleeps through any Retry-After,
 * and its errors lose the type (upstream issues 101 and 103).
 */
export async function openEngine(transport: Transport, options: EngineOptions): Promise<Engine> {
  const { directoryUrl, externalAccount } = options;
  const { Client } = (await import("acme-client")).default;
  const accountKey = await options.accountKey;
  const binding = externalAccount && { externalAccountBinding: { ...externalAccount } };
  const engine = new Client({ directoryUrl, accountKey, ...binding }) as unknown as Engine;
  Object.assign(engine.http, transport, { maxBadNonceRetries: mostBadNonces });
  if (externalAccount?.algorithm !== undefined) bindWith(engine, externalAccount.algorithm);
  return engine;
}

/** acme-client knows HS256 alone; RFC 8555 section 7.3.4 leaves the choice to the CA. */
function bindWith({ http }: Engine, algorithm: HmacAlgorithm): void {
  const sign = (hmacKey: string, url: string, payload: object, how: object) => {
    const body = http.prepareSignedBody(algorithm, url, payload, how);
    const hmac = createHmac(algorithm.replace("HS", "sha"), Buffer.from(hmacKey, "base64"));
    return { ...body, signature: hmac.update(`${body.protected}.${body.payload}`).digest("base64url") };
  };
  Object.assign(http, { createSignedHmacBody: sign });
}
