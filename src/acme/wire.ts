import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Agent, type AgentOptions, request } from "node:https";
import type { Traffic } from "../model/log.ts";
import { readBody } from "./answer-body.ts";
import type { Answer, Message } from "./message.ts";
import { networkProblem } from "./network-problems.ts";
import { type NoncePool, noncePool } from "./nonces.ts";
import { type Pace, paceOf } from "./pace.ts";
import { chooseProxy, type ProxyChoice } from "./proxy.ts";
import { describeAnswer, describeSent, describeSilence } from "./traffic.ts";
import { trustedRoots } from "./trust.ts";

/** ms: silence on the connection, and one request with its response. certbot waits 45 s; some CAs take minutes for an order. */
const patience = { usual: { idle: 45_000, total: 90_000 }, slow: { idle: 180_000, total: 240_000 } };

/** ms for each address of a name: Node's own 250 are too few for a slow line, or where IPv6 leads nowhere. */
const connectMs = 5000;

const mostRedirects = 5;

/** Connections to one CA, however many lineages are renewed side by side. */
const maxSockets = 8;

export interface WireOptions {
  userAgent: string;
  /** false: any certificate of the CA is accepted (--no-verify-ssl) */
  verifySsl: boolean;
  /** PEM file with roots to trust besides the usual ones */
  caBundle: string | undefined;
  /** source of HTTPS_PROXY, ALL_PROXY and NO_PROXY */
  environment: Readonly<Record<string, string | undefined>>;
  /** silence on the connection, ms */
  idleMs?: number;
  /** one request with its response, ms */
  totalMs?: number;
  now?: () => Date;
  traffic?: Traffic;
}

interface Shared {
  nonces: NoncePool;
  pace: Pace;
}

export interface Wire {
  /** GET and HEAD follow redirects. Throws Problem (`authority-…`) when no whole response came, or the signal's reason. */
  send(message: Message, signal: AbortSignal): Promise<Answer>;
  /** What all sessions with one CA share: nonces of its answers that no request has used yet, and their pace. */
  toward(directoryUrl: string): Shared;
  /** Closes the kept connections. */
  close(): void;
}

/**
 * HTTPS to the CA over few kept connections, with a deadline for every request.
 * Replaces acme-client's own transport, which retries what must not be repeated and hides why it failed.
 * Throws Problem (`ca-bundle-…`) when the bundle cannot be read.
 */
export async function openWire(options: WireOptions): Promise<Wire> {
  const proxy = chooseProxy(options.environment);
  const agent = new Agent({ ...(await agentOptions(options)), proxyEnv: proxy.proxyEnv, maxSockets });
  const shared = new Map<string, Shared>();
  return {
    toward(directoryUrl) {
      const known = shared.get(directoryUrl) ?? { nonces: noncePool(), pace: paceOf() };
      shared.set(directoryUrl, known);
      return known;
    },
    send: (message, signal) => follow(message, (each) => send({ agent, proxy, options }, each, signal)),
    close: () => agent.destroy(),
  };
}

export async function agentOptions({ verifySsl, caBundle }: WireOptions): Promise<AgentOptions> {
  const connect = { keepAlive: true, autoSelectFamilyAttemptTimeout: connectMs };
  return { ...connect, rejectUnauthorized: verifySsl, ...(await trustedRoots(caBundle)) };
}

/** A read follows redirects; a POST is signed for its URL. */
async function follow(message: Message, ask: (message: Message) => Promise<Answer>): Promise<Answer> {
  let answer = await ask(message);
  for (let hops = 0, url = message.url; message.method !== "POST" && hops < mostRedirects; hops++) {
    const next = /^30[12378]$/.test(`${answer.status}`) ? URL.parse(answer.headers.location ?? "", url) : null;
    if (next?.protocol !== "https:" || !answer.headers.location) return answer;
    url = next.href;
    answer = await ask({ ...message, url });
  }
  return answer;
}

interface Line {
  agent: Agent;
  proxy: ProxyChoice;
  options: WireOptions;
}

async function send({ agent, proxy, options }: Line, message: Message, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const { traffic, now = () => new Date() } = options;
  const late = lateness(options, message);
  traffic?.(describeSent(message));
  try {
    proxy.checkFor(URL.parse(message.url)?.hostname ?? "");
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

interface Lateness {
  idleMs: number;
  signal: AbortSignal;
  onIdle: () => void;
}

/** Two timers: silence on the socket, and the whole of one request. */
function lateness({ idleMs, totalMs }: WireOptions, { slow = false }: Message): Lateness {
  const { idle: usualIdle, total } = slow ? patience.slow : patience.usual;
  const idle = new AbortController();
  return {
    idleMs: idleMs ?? usualIdle,
    signal: AbortSignal.any([idle.signal, AbortSignal.timeout(totalMs ?? total)]),
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
  // an error after the head of the response comes with the body as well; without a listener it would end the process
  sent.on("error", () => {});
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response]: [IncomingMessage] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, data: await readBody(response, url) };
}
