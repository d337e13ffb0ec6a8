import { day, timeLeft } from "../base/dates.ts";
import { urlHost } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import type { TlsPeer } from "../model/tls-peer.ts";
import { applied } from "../model/typed-lines.ts";
import type { Shown, WatchFault, WatchTarget } from "../model/watch.ts";

export function describeFine(shown: Shown, now: Date): string {
  return shown.kind === "peer" ? lifeOf(shown.peer, now) : "";
}

/** The certificate is then that service's, and not the server's behind it. */
export const inFront = (line: string, edge: string | undefined) =>
  edge === undefined ? line : phrase`${line}; ${edge} is in front`;

/** One line: what a visitor meets. Only the operator's own words and cleaned ones are in it. */
export function describeFault(fault: WatchFault, shown: Shown, { host }: WatchTarget, now: Date): string {
  if (shown.kind === "nothing") return silent(fault, shown);
  const { peer } = shown;
  const end = day(peer.notAfter ?? new Date(Number.NaN));
  switch (fault) {
    case "expired":
      return phrase`the certificate EXPIRED on ${end} (${peer.what})`;
    case "not-yet-valid":
      return phrase`the certificate is not valid before ${day(peer.notBefore ?? new Date(Number.NaN))}, or the clock here is wrong`;
    case "wrong-name":
      return phrase`the certificate is for ${peer.names}, and not for ${host}`;
    case "self-signed":
      return phrase`the certificate is self-signed (${peer.what})`;
    case "chain-expired":
      return phrase`a certificate of the chain has expired, though not the server's own (${peer.what})`;
    case "chain-incomplete":
      return phrase`the intermediate certificate is missing, or the CA is unknown to browsers (${peer.what})`;
    case "weak-key":
      return phrase`the key is too small for browsers: ${peer.keyType} with ${peer.keyBits ?? "?"} bits (${peer.what})`;
    case "ends-soon":
    case "not-replaced":
      return phrase`${lifeOf(peer, now)}: it was not replaced in time`;
    default:
      return phrase`browsers do not trust the certificate: ${peer.distrust ?? ""} (${peer.what})`;
  }
}

function silent(fault: WatchFault, { address, why }: Shown & { kind: "nothing" }): string {
  if (fault === "no-tls") return phrase`${address} responds, but not with TLS: plain HTTP on this port?`;
  if (fault === "handshake")
    return phrase`${address} refuses the TLS handshake (${why}): it has no certificate for this name?`;
  if (fault === "partly-unreachable") return phrase`${address} does not respond (${why}), though another address does`;
  return phrase`${address} does not respond (${why})`;
}

function lifeOf({ issuer, notAfter = new Date(Number.NaN) }: TlsPeer, now: Date): string {
  return phrase`valid until ${day(notAfter)}, ${timeLeft(notAfter, now)}, by ${issuer}`;
}

/** Something to paste where the operator can see more, or what to do at the server. */
export function fixFor(fault: WatchFault, { url, host, port }: WatchTarget, edge: string | undefined): string {
  const show = `openssl s_client -connect ${urlHost(host)}:${port} -servername ${host} -showcerts </dev/null`;
  if (edge !== undefined)
    return phrase`this certificate is kept at ${edge}: see its console, and whether it can still validate ${host}`;
  switch (fault) {
    case "unreachable":
    case "partly-unreachable":
    case "no-tls":
    case "handshake":
      return phrase`see what a visitor gets: curl -vI ${url}`;
    case "self-signed":
    case "untrusted":
      return applied(
        phrase`give that server a certificate of a public CA; of a CA of your own: mount its root and set REQUESTS_CA_BUNDLE in httpsidecar.env to its path`,
      );
    case "chain-incomplete":
    case "chain-expired":
      return phrase`give that server the whole chain (fullchain.pem, not cert.pem); what it sends: ${show}`;
    case "wrong-name":
    case "not-yet-valid":
      return phrase`see what it sends: ${show}`;
    default:
      return phrase`renew it where it is kept, and read there why that did not happen: the log of Caddy, Traefik or the appliance`;
  }
}
