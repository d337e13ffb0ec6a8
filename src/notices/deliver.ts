import { once } from "node:events";
import { type IncomingMessage, Agent as PlainAgent, request as requestPlainly } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import type { SecureContext } from "node:tls";
import { parseJson } from "../base/json-file.ts";
import type { Destination, Notice } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import { waitOf, withoutSecrets } from "./answers.ts";
import type { Delivery } from "./delivery.ts";
import { bare, type Posted, services } from "./services.ts";

export interface DeliverOptions {
  /** ms for one attempt */
  limitMs?: number;
  /** trusts further roots besides the usual ones */
  secureContext?: SecureContext;
  /** source of HTTPS_PROXY and NO_PROXY */
  environment?: Readonly<Record<string, string | undefined>>;
}

const longestAnswer = 16 * 1024;

/** One attempt at one destination. Never throws, and never says the URL. */
export async function deliver(
  { kind, url }: Destination,
  notice: Notice,
  options: DeliverOptions = {},
): Promise<Delivery> {
  const limitMs = options.limitMs ?? 10_000;
  try {
    if (kind === "mail") return await (await import("./mail.ts")).sendMail(url, notice, limitMs, options.secureContext);
    const service = services[kind];
    const { status, headers, body } = await exchange("POST", service.post(url, notice), { ...options, limitMs });
    const answer = parseJson(body);
    const why = service.refusal(status, answer);
    if (why === undefined) return { arrived: true };
    return { arrived: false, why: withoutSecrets(why, url), waitMs: waitOf(headers["retry-after"], answer) };
  } catch (error) {
    return { arrived: false, why: reason(error, limitMs), waitMs: undefined };
  }
}

/** One GET, whose response is discarded. Returns why it did not arrive; never throws, and never shows the URL. */
export async function beat(url: URL, options: DeliverOptions = {}): Promise<string | undefined> {
  const limitMs = options.limitMs ?? 10_000;
  try {
    const { status } = await exchange("GET", { ...bare(url), body: "" }, { ...options, limitMs });
    return status >= 200 && status < 400 ? undefined : phrase`status ${status}`;
  } catch (error) {
    return reason(error, limitMs);
  }
}

async function exchange(
  method: "GET" | "POST",
  { url, headers, body }: Posted,
  { limitMs, secureContext, environment }: DeliverOptions,
) {
  const signal = AbortSignal.timeout(limitMs ?? 0);
  const isSecure = url.protocol === "https:";
  const Agent = isSecure ? SecureAgent : PlainAgent;
  const agent = new Agent({ proxyEnv: { ...environment }, ...(isSecure && secureContext ? { secureContext } : {}) });
  const how = {
    ...{ method, agent, signal },
    headers: { "user-agent": "httpsidecar", "content-length": Buffer.byteLength(body), ...headers },
  };
  const sent = isSecure ? requestSecurely(url, how) : requestPlainly(url, how);
  try {
    // one that comes after the head of the response comes with the body as well
    sent.on("error", () => {});
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, body: await read(response) };
  } finally {
    agent.destroy();
  }
}

async function read(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) if (text.length < longestAnswer) text += chunk;
  return text;
}

/** A code, or words of TLS; never what could contain the URL. */
function reason(error: unknown, limitMs: number): string {
  const { name = "", code } = error as NodeJS.ErrnoException;
  if (name === "AbortError" || name === "TimeoutError") return phrase`no response within ${limitMs / 1000} s`;
  return typeof code === "string" ? code.toLowerCase() : phrase`internal error (${name})`;
}
