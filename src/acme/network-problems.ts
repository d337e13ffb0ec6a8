import { phrase } from "../model/phrase.ts";
import { Problem, type Retry } from "../model/problem.ts";
import { plainHost } from "./words.ts";

/** What went wrong between us and the authority, before it could say anything. */
interface Advice {
  code: string;
  message: (host: string, now: Date) => string;
  fix: (host: string) => string;
  retry: Retry;
}

const refused: Advice = {
  code: "authority-refused",
  message: (host) => phrase`nothing accepts connections at ${host}`,
  fix: () => phrase`check that the CA runs and that the directory (--server) has the right host and port`,
  retry: "soon",
};
const unresolved: Advice = {
  code: "authority-unresolved",
  message: (host) => phrase`the name of ${host} cannot be resolved`,
  fix: (host) =>
    phrase`check the DNS of the container: docker compose exec certbot getent hosts ${host.replace(/[:,].*$/, "")}`,
  retry: "soon",
};
const late: Advice = {
  code: "authority-timeout",
  message: (host) => phrase`${host} did not answer in time`,
  fix: () => phrase`check that outgoing HTTPS is allowed; behind a proxy set HTTPS_PROXY in httpsidecar.env`,
  retry: "soon",
};
const unreachable: Advice = {
  code: "authority-unreachable",
  message: (host) => phrase`there is no route to ${host}`,
  fix: () => phrase`check the network of the certbot service: it needs one with access to the internet`,
  retry: "soon",
};
const closed: Advice = {
  code: "authority-closed",
  message: (host) => phrase`${host} closed the connection`,
  fix: () => phrase`httpsidecar will retry; if this persists, look for a firewall or a proxy on the way`,
  retry: "soon",
};
const untrusted: Advice = {
  code: "authority-untrusted",
  message: (host) => phrase`the certificate of ${host} comes from an issuer that is not trusted here`,
  fix: () => phrase`mount the issuer's root and name it in httpsidecar.env: REQUESTS_CA_BUNDLE=/path/to/root.pem`,
  retry: "after-a-fix",
};
const otherName: Advice = {
  code: "authority-other-name",
  message: (host) => phrase`the certificate that ${host} presents is for another host name`,
  fix: () => phrase`check the host of the directory (--server), and what a proxy on the way returns instead`,
  retry: "after-a-fix",
};
const notYetValid: Advice = {
  code: "authority-clock",
  message: (host, now) =>
    phrase`the certificate of ${host} is not valid yet by the clock of this host, ${now.toISOString()}`,
  fix: () => phrase`set the clock of the host: timedatectl set-ntp true`,
  retry: "after-a-fix",
};
const expired: Advice = {
  code: "authority-clock",
  message: (host, now) =>
    phrase`the certificate of ${host} has expired by the clock of this host, ${now.toISOString()}`,
  fix: () => phrase`if that time is wrong, set the clock of the host: timedatectl set-ntp true; else tell the CA`,
  retry: "after-a-fix",
};
const notTls: Advice = {
  code: "authority-not-tls",
  message: (host) => phrase`${host} does not support HTTPS`,
  fix: () => phrase`check the scheme, host and port of the directory (--server): it starts with https://`,
  retry: "after-a-fix",
};
const proxy: Advice = {
  code: "authority-proxy",
  message: (host) => phrase`the proxy does not allow connections to ${host}`,
  fix: () => phrase`check HTTPS_PROXY, its user and password, and NO_PROXY in httpsidecar.env`,
  retry: "after-a-fix",
};

/** Codes of Node and OpenSSL. */
const advice: Record<string, Advice> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  ETIMEDOUT: late,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ECONNRESET: closed,
  ECONNABORTED: closed,
  EPIPE: closed,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  CERT_NOT_YET_VALID: notYetValid,
  CERT_HAS_EXPIRED: expired,
  EPROTO: notTls,
  ERR_INVALID_PROTOCOL: notTls,
  ERR_INVALID_URL: notTls,
  ERR_PROXY_TUNNEL: proxy,
  ERR_PROXY_INVALID_CONFIG: proxy,
};

/** Gives the Problem (`authority-…`) for a failed request; an error that is none of the network's comes back as it is. */
export function networkProblem(url: string, error: unknown, now: Date): unknown {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  const row = advice[code] ?? (code.startsWith("ERR_SSL_") ? notTls : unknown(code));
  const host = failedAt(url, error);
  const { message, fix, ...rest } = host === hostOf(url) ? row : atProxy(row);
  return new Problem({ ...rest, message: message(host, now), fix: fix(host), cause: error });
}

/** Where the proxy is what failed, the directory's address needs no look. */
function atProxy(row: Advice): Advice {
  return row === unresolved ? row : { ...row, fix: proxy.fix };
}

/** Gives the Problem for an answer that no authority sends. */
export function tooLarge(url: string): Problem {
  return new Problem({
    code: "authority-too-large",
    message: phrase`${hostOf(url)} sent a response of more than 1 MiB`,
    fix: phrase`check that the directory (--server) is the address of a real ACME CA`,
    retry: "after-a-fix",
  });
}

function unknown(code: string): Advice {
  return {
    ...closed,
    code: "authority-network",
    message: (host) => phrase`the connection to ${host} failed (${code})`,
  };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "TimeoutError") return "ETIMEDOUT";
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The host and port that failed: mostly the authority's, else a proxy's on the way to it. */
function failedAt(url: string, error: unknown): string {
  const authority = hostOf(url);
  const { hostname, address, port }: Whereabouts = error instanceof AggregateError ? error.errors[0] : error;
  const proxied = port !== undefined && !authority.endsWith(`:${port}`) && port !== 443;
  if (plainHost(hostname) !== undefined && hostname !== authority.replace(/:\d+$/, ""))
    return phrase`${hostname}, the proxy for ${authority}`;
  return proxied ? phrase`${address}:${port}, the proxy for ${authority}` : authority;
}

/** What Node adds to an error of the system. */
interface Whereabouts {
  hostname?: string;
  address?: string;
  port?: number;
}

function hostOf(url: string): string {
  return (URL.canParse(url) ? plainHost(new URL(url).host) : undefined) ?? phrase`the CA`;
}
