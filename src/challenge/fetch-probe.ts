import { request } from "node:http";
import { urlHost } from "../model/address.ts";

export interface ProbeTarget {
  /** address or host name to connect to */
  address: string;
  port: number;
  /** name or address for the Host header */
  domain: string;
  path: string;
}

/** What came back; `body` is cut to 1 KiB. */
export type ProbeAnswer =
  | { came: "answer"; status: number; body: string; server: string | undefined }
  | { came: "nothing"; why: string };

const longestBody = 1024;

/** One HTTP GET without redirects, ended after `timeout` ms whatever happens. Never throws but for the signal. */
export async function fetchProbe(target: ProbeTarget, timeout: number, signal: AbortSignal): Promise<ProbeAnswer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  try {
    return await get(target, limit);
  } catch (error) {
    signal.throwIfAborted();
    return { came: "nothing", why: limit.aborted ? `no answer within ${timeout / 1000} s` : reason(error) };
  }
}

async function get({ address, port, domain, path }: ProbeTarget, signal: AbortSignal): Promise<ProbeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ProbeAnswer>();
  const headers = { host: urlHost(domain), "user-agent": "httpsidecar", accept: "*/*" };
  const asked = request({ host: address, port, path, headers, agent: false, signal }, (response) => {
    let body = "";
    response.setEncoding("latin1");
    response.on("data", (part: string) => {
      body = (body + part).slice(0, longestBody);
    });
    response.on("error", reject);
    response.on("end", () => {
      resolve({ came: "answer", status: response.statusCode ?? 0, body, server: response.headers.server?.toString() });
    });
  });
  asked.on("error", reject);
  asked.end();
  return await promise;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ? code.toLowerCase() : error.message;
}
