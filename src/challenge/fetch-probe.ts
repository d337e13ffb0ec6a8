import { type IncomingHttpHeaders, request } from "node:http";
import { request as requestSecurely } from "node:https";
import { addressText, urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeAnswer, ProbeHeaders, ProbeTarget } from "../model/probe.ts";

const longestBody = 1024;

/** One HTTP GET without redirects, ended after `timeout` ms whatever happens. Never throws but for the signal. */
export async function fetchProbe(target: ProbeTarget, timeout: number, signal: AbortSignal): Promise<ProbeAnswer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  try {
    return await get(target, limit);
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "nothing", why: limit.aborted ? phrase`no response within ${timeout / 1000} s` : reason(error) };
  }
}

async function get(target: ProbeTarget, signal: AbortSignal): Promise<ProbeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ProbeAnswer>();
  const asked = ask(target, signal);
  asked.on("response", (response) => {
    let body = "";
    response.setEncoding("latin1");
    response.on("data", (part: string) => {
      body = (body + part).slice(0, longestBody);
    });
    response.on("error", reject);
    response.on("end", () => {
      const headers = plain(response.headers);
      resolve({ kind: "answer", status: response.statusCode ?? 0, body, server: headers["server"], headers });
    });
  });
  asked.on("error", reject);
  asked.end();
  return await promise;
}

function ask({ address, port, domain, path, tls = false, forwarded = false }: ProbeTarget, signal: AbortSignal) {
  const proto = forwarded ? { "x-forwarded-proto": "https" } : {};
  const headers = { host: urlHost(domain), "user-agent": "httpsidecar", accept: "*/*", ...proto };
  const plainly = { host: address, port, path, headers, agent: false, signal } as const;
  if (!tls) return request(plainly);
  const sni = addressText(domain) === undefined ? { servername: domain } : {};
  return requestSecurely({ ...plainly, ...sni, rejectUnauthorized: false });
}

function plain(headers: IncomingHttpHeaders): ProbeHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${[value].flat()[0] ?? ""}`]));
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ? code.toLowerCase() : error.message;
}
