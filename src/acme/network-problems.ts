import { phrase } from "../model/phrase.ts";
import { plainHostPort } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { type Advice, adviceFor, proxy, unresolved } from "./network-advice.ts";

/** The Problem (`authority-…`) for a failed request; returns an error that is none of the network's unchanged. */
export function networkProblem(url: string, error: unknown, now: Date): unknown {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  const row = adviceFor(code, `${(error as Error).message}`);
  const host = failedAt(url, error);
  const { message, fix, ...rest } = host === hostOf(url) ? row : atProxy(row);
  return new Problem({ ...rest, message: message(host, now), fix: fix(host), cause: error });
}

/** If the proxy failed, the fix must not mention the directory's address. */
function atProxy(row: Advice): Advice {
  return row === unresolved ? row : { ...row, fix: proxy.fix };
}

/** The Problem for a response that no CA sends. */
export function tooLarge(url: string): Problem {
  return new Problem({
    code: "authority-too-large",
    message: phrase`${hostOf(url)} sent a response of more than 1 MiB`,
    fix: phrase`check that the directory (--server) is the address of a real ACME CA`,
    retry: "after-a-fix",
  });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "TimeoutError") return "ETIMEDOUT";
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The host and port that failed: mostly the CA's, else a proxy's on the way to it. */
function failedAt(url: string, error: unknown): string {
  const authority = hostOf(url);
  const { hostname, address, port }: Whereabouts = error instanceof AggregateError ? error.errors[0] : error;
  const proxied = port !== undefined && !authority.endsWith(`:${port}`) && port !== 443;
  if (plainHostPort(hostname) !== undefined && hostname !== authority.replace(/:\d+$/, ""))
    return phrase`${hostname}, the proxy for ${authority}`;
  return proxied ? phrase`${address}:${port}, the proxy for ${authority}` : authority;
}

/** What Node adds to a system error. */
interface Whereabouts {
  hostname?: string;
  address?: string;
  port?: number;
}

function hostOf(url: string): string {
  return (URL.canParse(url) ? plainHostPort(new URL(url).host) : undefined) ?? phrase`the CA`;
}
