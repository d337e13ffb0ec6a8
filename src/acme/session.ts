import type * as z from "zod";
import { phrase } from "../model/phrase.ts";
import type { Directory } from "./directory.ts";
import { type Engine, openEngine, type Signed } from "./engine.ts";
import type { Binding } from "./external-account.ts";
import { addressAt, linksOf } from "./links.ts";
import type { Answer } from "./message.ts";
import { accepted, malformed, missing } from "./refusal.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { acmeTransport, type Transport, type TransportOptions } from "./transport.ts";

export interface SessionOptions extends TransportOptions {
  /** PEM; one that is still being generated is awaited while the directory is fetched */
  accountKey: string | Promise<string>;
  externalAccount: Binding | undefined;
}

/** A signed session with one CA under one account key. Everything throws Problem, or the signal's reason. */
export interface Session {
  directory(): Promise<Directory>;
  /**
   * RFC 8555 section 7.3: signed with the key itself; returns the account's URL and uses it from then on. `bind`: with
   * the external account, if there is one (section 7.3.4).
   */
  newAccount(payload: object, bind: boolean): Promise<string>;
  useAccount(url: string): void;
  /** Throws Problem before there is one. */
  accountUrl(): string;
  /** RFC 8555 section 7.3.1: the account as the CA has it, looked up by its key. */
  ownAccount<T>(schema: z.ZodType<T>): Promise<Reply<T>>;
  /** For requests whose response has no body; signed with the key itself, or by the account. */
  send(url: string, payload: object, by: "account" | "key"): Promise<void>;
  /** `null` reads (POST-as-GET), an object acts. */
  post<T>(url: string, payload: object | null, schema: z.ZodType<T>): Promise<Reply<T>>;
  /**
   * For what a CA may count or bill (a new order, finalize): sent once, and the CA may take minutes. After a failure it
   * is unknown whether the CA acted: see `mayBeDone`.
   */
  postOnce<T>(url: string, payload: object, schema: z.ZodType<T>): Promise<Reply<T>>;
  /** RFC 8555 section 8.1 */
  keyAuthorization(token: string): Promise<string>;
}

export interface Reply<T> {
  data: T;
  /** in full */
  location: string | undefined;
  /** ms */
  retryAfter: number | undefined;
  /** URLs of the same thing in another form (Link, RFC 8555 section 7.4.2) */
  alternates: readonly string[];
  /** the Date header (RFC 9110 section 6.6.1); perhaps no valid date */
  sentAt: Date;
}

/** Loads acme-client while the directory is fetched. Throws Problem, or the signal's reason. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const transport = acmeTransport(options);
  const [engine] = await Promise.all([openEngine(transport, options), transport.getDirectory()]);
  const talk: SignedTalk = { engine, transport, now: options.now, account: undefined };
  return {
    directory: transport.getDirectory,
    keyAuthorization: (token) => engine.getChallengeKeyAuthorization({ type: "http-01", token }),
    ...ofTheKey(talk),
    ...ofTheAccount(talk),
  };
}

interface SignedTalk {
  engine: Engine;
  transport: Transport;
  now: () => Date;
  account: string | undefined;
}

async function ask({ engine, transport, now }: SignedTalk, url: string, payload: object | null, how: Signed) {
  return accepted(await transport.insist(() => engine.http.signedRequest(url, payload, how)), now());
}

function ofTheKey(talk: SignedTalk): Pick<Session, "newAccount" | "ownAccount"> {
  const { getDirectory } = talk.transport;
  return {
    async newAccount(payload, bind) {
      const { newAccount } = await getDirectory();
      const { headers } = await ask(talk, newAccount, payload, { kid: null, includeExternalAccountBinding: bind });
      talk.account = addressAt(headers.location, newAccount) ?? missing(phrase`the address of the account`);
      return talk.account;
    },
    async ownAccount(schema) {
      const { newAccount } = await getDirectory();
      const answer = await ask(talk, newAccount, { onlyReturnExisting: true }, { kid: null });
      return replyOf(answer, newAccount, schema, talk.now());
    },
  };
}

function ofTheAccount(talk: SignedTalk): Pick<Session, "useAccount" | "accountUrl" | "send" | "post" | "postOnce"> {
  const { engine, transport, now } = talk;
  const accountUrl = () => talk.account ?? missing(phrase`an account`);
  return {
    accountUrl,
    useAccount: (url) => {
      talk.account = url;
    },
    async send(url, payload, by) {
      await ask(talk, url, payload, { kid: by === "key" ? null : accountUrl() });
    },
    async post(url, payload, schema) {
      return replyOf(await ask(talk, url, payload, { kid: accountUrl() }), url, schema, now());
    },
    async postOnce(url, payload, schema) {
      transport.expectSlow(url);
      const answer = await engine.http.signedRequest(url, payload, { kid: accountUrl() });
      return replyOf(accepted(answer, now()), url, schema, now());
    },
  };
}

function replyOf<T>({ data, headers }: Answer, url: string, schema: z.ZodType<T>, now: Date): Reply<T> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw malformed(parsed.error);
  const retryAfter = parseRetryAfter(headers["retry-after"], now);
  const location = addressAt(headers.location, url);
  const sentAt = new Date(headers.date ?? "");
  return { data: parsed.data, location, retryAfter, sentAt, alternates: linksOf(headers.link, "alternate", url) };
}
