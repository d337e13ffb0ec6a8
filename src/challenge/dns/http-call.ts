import { once } from "node:events";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { SecureContext } from "node:tls";
import { ms, readRetryAfter } from "../../base/dates.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { applied } from "../../model/typed-lines.ts";

export interface HttpCall {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** not through HTTPS_PROXY: an address of this host's own */
  direct?: true;
}

export interface HttpResult {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  /** by Retry-After */
  notBefore?: Date | undefined;
}

/** One call to a DNS provider's API. Throws Problem `dns-api-silent`; any status is a result. */
export type Send = (call: HttpCall, signal: AbortSignal) => Promise<HttpResult>;

export interface SenderOptions {
  /** where HTTPS_PROXY and NO_PROXY are looked for */
  environment: Readonly<Record<string, string | undefined>>;
  /** trusted roots; Node's unless told */
  secureContext?: SecureContext;
}

const largest = 1024 * 1024;
const callMs = 30_000;

export function httpSender({ environment, ...trust }: SenderOptions): Send {
  const proxyEnv = { ...environment };
  return async (call, signal) => {
    const isPlain = call.url.startsWith("http:");
    const way = call.direct ? {} : { proxyEnv };
    const agent = isPlain ? new HttpAgent(way) : new HttpsAgent({ ...way, ...trust });
    const end = AbortSignal.any([signal, AbortSignal.timeout(callMs)]);
    try {
      return await exchange(call, { agent, signal: end, request: isPlain ? httpRequest : httpsRequest });
    } catch (error) {
      signal.throwIfAborted();
      throw silent(new URL(call.url).host, error);
    } finally {
      agent.destroy();
    }
  };
}

interface Exchange {
  agent: HttpAgent | HttpsAgent;
  signal: AbortSignal;
  request: typeof httpRequest;
}

async function exchange({ method, url, headers, body }: HttpCall, how: Exchange): Promise<HttpResult> {
  const sent = how.request(url, { method, agent: how.agent, signal: how.signal, headers: { ...headers } });
  // an error after the head of the answer comes with the body as well
  sent.on("error", () => {});
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const { statusCode: status = 0, headers: told } = response;
  return { status, headers: told, text: await readText(response), notBefore: notBeforeOf(told["retry-after"]) };
}

function notBeforeOf(header: string | undefined): Date | undefined {
  const now = new Date();
  const wait = readRetryAfter(header, now);
  return wait === undefined ? undefined : new Date(now.getTime() + Math.min(wait, ms.day));
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new Error("an answer of more than 1 MiB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function silent(host: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  return new Problem({
    code: "dns-api-silent",
    message: phrase`the API of the DNS provider at ${host} does not answer: ${code}`,
    fix: applied(
      phrase`check that this container reaches it: docker compose exec certbot httpsidecar doctor; behind a proxy set HTTPS_PROXY in httpsidecar.env`,
    ),
    retry: "soon",
    cause: error,
  });
}
