import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import type { Traffic } from "../model/log.ts";
import type { Answer, Message } from "./message.ts";
import { networkProblem, tooLarge } from "./network-problems.ts";
import { describeAnswer, describeSent, describeSilence } from "./traffic.ts";
import { trustedRoots } from "./trust.ts";

const largestAnswer = 1024 * 1024;

export interface WireOptions {
  userAgent: string;
  /** false: any certificate of the authority is taken (--no-verify-ssl) */
  verifySsl: boolean;
  /** PEM file with roots to trust besides the usual ones */
  caBundle: string | undefined;
  /** where HTTPS_PROXY and NO_PROXY are looked for */
  environment: Readonly<Record<string, string | undefined>>;
  /** silence on the connection, ms */
  idleMs?: number;
  /** one request with its answer, ms */
  totalMs?: number;
  now?: () => Date;
  traffic?: Traffic;
}

export interface Wire {
  /** Throws Problem (`authority-…`) when no whole answer came, or the signal's reason. */
  send(message: Message, signal: AbortSignal): Promise<Answer>;
  /** Ends the kept connections. */
  close(): void;
}

/**
 * HTTPS to the authority over few kept connections, with a deadline for every request.
 * In the place of acme-client's own transport, which retries what must not be repeated and hides why it failed.
 * Throws Problem (`ca-bundle-…`) when the bundle cannot be read.
 */
export async function openWire(options: WireOptions): Promise<Wire> {
  const agent = new Agent({
    keepAlive: true,
    proxyEnv: { ...options.environment },
    rejectUnauthorized: options.verifySsl,
    ...(await trustedRoots(options.caBundle)),
  });
  return { send: (message, signal) => send(agent, options, message, signal), close: () => agent.destroy() };
}

async function send(agent: Agent, options: WireOptions, message: Message, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const { traffic, now = currentTime } = options;
  const late = lateness(options);
  traffic?.(describeSent(message));
  try {
    const answer = await exchange(agent, options, message, { signal: AbortSignal.any([signal, late.signal]), late });
    traffic?.(describeAnswer(message, answer));
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    const problem = networkProblem(message.url, late.signal.aborted ? late.signal.reason : error, now());
    traffic?.(describeSilence(message, problem));
    throw problem;
  }
}

const currentTime = () => new Date();

interface Lateness {
  idleMs: number;
  signal: AbortSignal;
  onIdle: () => void;
}

/** Two clocks: silence on the socket, and the whole of one request. */
function lateness({ idleMs = 15_000, totalMs = 60_000 }: WireOptions): Lateness {
  const idle = new AbortController();
  return {
    idleMs,
    signal: AbortSignal.any([idle.signal, AbortSignal.timeout(totalMs)]),
    onIdle: () => idle.abort(new DOMException("silence", "TimeoutError")),
  };
}

async function exchange(
  agent: Agent,
  { userAgent }: WireOptions,
  { method, url, body }: Message,
  { signal, late }: { signal: AbortSignal; late: Lateness },
): Promise<Answer> {
  const headers = { "user-agent": userAgent, "accept-language": "en" };
  const type = body === undefined ? {} : { "content-type": "application/jose+json" };
  const sent = request(url, { method, agent, signal, timeout: late.idleMs, headers: { ...headers, ...type } });
  sent.on("timeout", late.onIdle);
  // an error after the head of the answer comes with the body as well; without a listener it would end the process
  sent.on("error", () => {});
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response]: [IncomingMessage] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, data: await readBody(response, url) };
}

async function readBody(response: IncomingMessage, url: string): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw tooLarge(url);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  return /\bjson\b/i.test(response.headers["content-type"] ?? "") ? parseJson(text) : text;
}

/** What says JSON and is not stays text, which no schema accepts. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
