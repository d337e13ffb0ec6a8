import { createHmac } from "node:crypto";
import type * as z from "zod";
import { phrase } from "../model/phrase.ts";
import type { ExternalAccount, HmacAlgorithm } from "../model/settings.ts";
import type { Directory } from "./directory.ts";
import type { Answer } from "./message.ts";
import { accepted, malformed, missing } from "./refusal.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { acmeTransport, type Transport, type TransportOptions } from "./transport.ts";

/** Enough for a Pebble that rejects half of all nonces, once in a million requests (RFC 8555 section 6.5). */
const mostBadNonces = 20;

export interface SessionOptions extends TransportOptions {
  /** PEM; one that is being made is waited for while the directory is fetched */
  accountKey: string | Promise<string>;
  externalAccount: ExternalAccount | undefined;
}

/** A signed talk with one authority under one account key. Everything throws Problem, or the signal's reason. */
export interface Session {
  directory(): Promise<Directory>;
  /**
   * RFC 8555 section 7.3: signed with the key itself; gives the account's URL and uses it for all that follows.
   * `bind`: with the external account, if there is one (section 7.3.4).
   */
  newAccount(payload: object, bind: boolean): Promise<string>;
  useAccount(url: string): void;
  /** RFC 8555 section 7.3.1: our account as the authority has it, looked up by its key. */
  ownAccount<T>(schema: z.ZodType<T>): Promise<Reply<T>>;
  /** An order to the authority that has no answer; signed with the key itself, or by the account. */
  send(url: string, payload: object, by: "account" | "key"): Promise<void>;
  /** `null` asks (POST-as-GET), an object acts. */
  post<T>(url: string, payload: object | null, schema: z.ZodType<T>): Promise<Reply<T>>;
  /** RFC 8555 section 8.1 */
  keyAuthorization(token: string): Promise<string>;
}

export interface Reply<T> {
  data: T;
  location: string | undefined;
  /** ms */
  retryAfter: number | undefined;
  /** URLs of the same thing in another form (Link, RFC 8555 section 7.4.2) */
  alternates: readonly string[];
}

/** acme-client is loaded here, not before, while the directory is fetched. Throws Problem, or the signal's reason. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const transport = acmeTransport(options);
  const [engine] = await Promise.all([openEngine(transport, options), transport.getDirectory()]);
  let account: string | undefined;
  async function ask(url: string, payload: object | null, how: Signed): Promise<Answer> {
    return accepted(await transport.insist(() => engine.http.signedRequest(url, payload, how)), options.now());
  }
  return {
    directory: transport.getDirectory,
    useAccount: (url) => {
      account = url;
    },
    async newAccount(payload, bind) {
      const how = { kid: null, includeExternalAccountBinding: bind };
      const answer = await ask((await transport.getDirectory()).newAccount, payload, how);
      account = answer.headers.location ?? missing(phrase`the address of the account`);
      return account;
    },
    async ownAccount(schema) {
      const { newAccount } = await transport.getDirectory();
      const answer = await ask(newAccount, { onlyReturnExisting: true }, { kid: null });
      return replyOf(answer, newAccount, schema, options.now());
    },
    async send(url, payload, by) {
      await ask(url, payload, { kid: by === "key" ? null : (account ?? missing(phrase`an account`)) });
    },
    async post(url, payload, schema) {
      const answer = await ask(url, payload, { kid: account ?? missing(phrase`an account`) });
      return replyOf(answer, url, schema, options.now());
    },
    keyAuthorization: (token) => engine.getChallengeKeyAuthorization({ type: "http-01", token }),
  };
}

/** What is used of acme-client: keys, signatures, the answer to badNonce. Its own types hide most of it. */
interface Engine {
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

interface Signed {
  /** the account's URL; null: signed with the key itself */
  kid: string | null;
  includeExternalAccountBinding?: boolean;
}

/**
 * acme-client over our transport. Its own one repeats used nonces and sleeps through any Retry-After,
 * and its errors lose the type (upstream issues 101 and 103).
 */
async function openEngine(transport: Transport, options: SessionOptions): Promise<Engine> {
  const { directoryUrl, externalAccount } = options;
  const { Client } = (await import("acme-client")).default;
  const accountKey = await options.accountKey;
  const binding = externalAccount && { externalAccountBinding: { ...externalAccount } };
  const engine = new Client({ directoryUrl, accountKey, ...binding }) as unknown as Engine;
  Object.assign(engine.http, transport, { maxBadNonceRetries: mostBadNonces });
  if (externalAccount?.algorithm !== undefined) bindWith(engine, externalAccount.algorithm);
  return engine;
}

/** acme-client knows HS256 alone; RFC 8555 section 7.3.4 leaves the choice to the authority. */
function bindWith({ http }: Engine, algorithm: HmacAlgorithm): void {
  const sign = (hmacKey: string, url: string, payload: object, how: object) => {
    const body = http.prepareSignedBody(algorithm, url, payload, how);
    const hmac = createHmac(algorithm.replace("HS", "sha"), Buffer.from(hmacKey, "base64"));
    return { ...body, signature: hmac.update(`${body.protected}.${body.payload}`).digest("base64url") };
  };
  Object.assign(http, { createSignedHmacBody: sign });
}

function replyOf<T>({ data, headers }: Answer, url: string, schema: z.ZodType<T>, now: Date): Reply<T> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw malformed(parsed.error);
  const retryAfter = parseRetryAfter(headers["retry-after"], now);
  return { data: parsed.data, location: headers.location, retryAfter, alternates: alternatesOf(headers.link, url) };
}

/** RFC 8288: `<https://ca/cert/1>;rel="alternate"`, several in one header. */
function alternatesOf(links: unknown, base: string): readonly string[] {
  const found = `${links ?? ""}`.matchAll(/<([^>]*)>\s*;[^<]*?\brel="?alternate\b/gi);
  return [...found].flatMap(([, target = ""]) => URL.parse(target, base)?.href ?? []);
}
