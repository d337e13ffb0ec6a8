import { minute } from "../base/dates.ts";
import { phrase } from "../model/phrase.ts";
import type { Retry } from "../model/problem.ts";
import { applied } from "../model/typed-lines.ts";
import { overHttp, ownAddress } from "./fixes.ts";

/** Faults between this container and the CA, before the CA could respond. */
export interface Advice {
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
export const unresolved: Advice = {
  code: "authority-unresolved",
  message: (host) => phrase`the name of ${host} cannot be resolved`,
  fix: (host) =>
    phrase`check the DNS of the container: docker compose exec certbot getent hosts ${host.replace(/[:,].*$/, "")}`,
  retry: "soon",
};
const late: Advice = {
  code: "authority-timeout",
  message: (host) => phrase`${host} did not answer in time`,
  fix: () => applied(phrase`check that outgoing HTTPS is allowed; behind a proxy set HTTPS_PROXY in httpsidecar.env`),
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
  fix: () =>
    applied(phrase`mount the issuer's root and name it in httpsidecar.env: REQUESTS_CA_BUNDLE=/path/to/root.pem`),
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
  message: (host, now) => phrase`the certificate of ${host} is not valid yet by the clock of this host, ${minute(now)}`,
  fix: () => phrase`set the clock of the host: timedatectl set-ntp true`,
  retry: "after-a-fix",
};
const expired: Advice = {
  code: "authority-clock",
  message: (host, now) => phrase`the certificate of ${host} has expired by the clock of this host, ${minute(now)}`,
  fix: () => phrase`if that time is wrong, set the clock of the host: timedatectl set-ntp true; else tell the CA`,
  retry: "after-a-fix",
};
const notTls: Advice = {
  code: "authority-not-tls",
  message: (host) => phrase`${host} does not support HTTPS`,
  fix: () => phrase`check the scheme, host and port of the directory (--server): it starts with https://`,
  retry: "after-a-fix",
};
/** The address of an order, a proof or a certificate; those of the directory are read before. */
const plainAddress: Advice = {
  code: "authority-over-http",
  message: overHttp,
  fix: ownAddress,
  retry: "after-a-fix",
};
/** TLS 1.0 and 1.1 (RFC 8996). */
const oldTls: Advice = {
  code: "authority-old-tls",
  message: (host) => phrase`${host} speaks only TLS 1.0 or 1.1, which are no longer safe and are not spoken here`,
  fix: () => phrase`ask the CA's operator to turn on TLS 1.2`,
  retry: "after-a-fix",
};
const weakDigest: Advice = {
  code: "authority-weak-certificate",
  message: (host) =>
    phrase`the certificate of ${host}, or one above it, is signed with SHA-1 or MD5, which are no longer safe`,
  fix: () => phrase`ask the CA's operator for a certificate that is signed with SHA-256`,
  retry: "after-a-fix",
};
const weakKey: Advice = {
  code: "authority-weak-certificate",
  message: (host) =>
    phrase`the certificate of ${host}, or one above it, has a key of less than 2048 bits (RSA), which is no longer safe`,
  fix: () => phrase`ask the CA's operator for a certificate with a key of 2048 bits or more`,
  retry: "after-a-fix",
};
export const proxy: Advice = {
  code: "authority-proxy",
  message: (host) => phrase`the proxy does not allow connections to ${host}`,
  fix: () => applied(phrase`check HTTPS_PROXY, its user and password, and NO_PROXY in httpsidecar.env`),
  retry: "after-a-fix",
};

/** Codes of Node and OpenSSL. */
const advice: ReadonlyMap<string, Advice> = new Map(
  Object.entries({
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
    ERR_SSL_UNSUPPORTED_PROTOCOL: oldTls,
    ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: oldTls,
    ERR_INVALID_PROTOCOL: plainAddress,
    ERR_INVALID_URL: notTls,
    ERR_PROXY_TUNNEL: proxy,
    ERR_PROXY_INVALID_CONFIG: proxy,
  }),
);

/** OpenSSL's words where Node has no code of its own: "write EPROTO …", or UNSPECIFIED. */
const inWords: readonly (readonly [RegExp, Advice])[] = [
  [/alert protocol version|unsupported protocol/i, oldTls],
  [/digest algorithm too weak|md too weak/i, weakDigest],
  [/key too (?:weak|small)/i, weakKey],
];

export function adviceFor(code: string, words: string): Advice {
  const [, said] = inWords.find(([says]) => says.test(words)) ?? [];
  return said ?? advice.get(code) ?? (code.startsWith("ERR_SSL_") ? notTls : unknown(code));
}

function unknown(code: string): Advice {
  return {
    ...closed,
    code: "authority-network",
    message: (host) => phrase`the connection to ${host} failed (${code})`,
  };
}
