import { closeFrom, warnFrom } from "../model/near-end.ts";
import type { TlsPeer } from "../model/tls-peer.ts";
import type { Shown, WatchedCertificate, WatchedSite, WatchFault, WatchTarget } from "../model/watch.ts";
import { describeFault, describeFine, fixFor, inFront } from "./words.ts";

interface Found {
  shown: Shown;
  /** undefined: a browser takes it, and it was replaced in time */
  fault: WatchFault | undefined;
}

/** How a watched server stands, as a browser would take what its addresses show (at least one). Pure. */
export function judge(target: WatchTarget, shown: readonly [Shown, ...Shown[]], now: Date): WatchedSite {
  const found = shown.map((each): Found => ({ shown: each, fault: faultOf(each, now) }));
  const [worst] = found.filter(({ fault }) => fault !== "unreachable").sort(byHarm);
  const dead = found.find((each) => each.fault === "unreachable" && !isOurNetwork(each));
  if (worst && worst.fault === undefined && dead)
    return siteOf(target, { ...dead, fault: "partly-unreachable" }, now, certificateOf(worst));
  const chosen = worst ?? dead ?? { shown: shown[0], fault: "unreachable" };
  return siteOf(target, chosen, now, certificateOf(chosen));
}

function siteOf(
  target: WatchTarget,
  { shown, fault }: Found,
  at: Date,
  certificate: WatchedCertificate | undefined,
): WatchedSite {
  const { url } = target;
  const edge = shown.kind === "peer" ? shown.edge : undefined;
  const line = inFront(fault ? describeFault(fault, shown, target, at) : describeFine(shown, at), edge);
  return {
    url,
    at,
    verdict: verdictOf(fault),
    sure: true,
    fault,
    line,
    fix: fault && fixFor(fault, target, edge),
    edge,
    certificate,
  };
}

const mild: readonly WatchFault[] = ["not-replaced", "partly-unreachable"];

function verdictOf(fault: WatchFault | undefined): WatchedSite["verdict"] {
  if (fault === undefined) return "fine";
  return mild.includes(fault) ? "warning" : "error";
}

/** The worst first; of two alike the one that ends first. */
function byHarm(one: Found, other: Found): number {
  const harm = ({ fault }: Found) => ["error", "warning", "fine"].indexOf(verdictOf(fault));
  const end = (found: Found) => certificateOf(found)?.notAfter.getTime() ?? 0;
  return harm(one) - harm(other) || end(one) - end(other);
}

/** A container without IPv6 tells nothing about the server's. */
function isOurNetwork({ shown }: Found): boolean {
  return shown.kind === "nothing" && ["enetunreach", "ehostunreach", "eaddrnotavail"].includes(shown.code);
}

function certificateOf({ shown }: Found): WatchedCertificate | undefined {
  if (shown.kind === "nothing") return undefined;
  const { serial, issuer, notBefore, notAfter } = shown.peer;
  return notBefore && notAfter && { serial, issuer, notBefore, notAfter };
}

/** No browser is to be asked: the first that it would complain of. */
function faultOf(shown: Shown, now: Date): WatchFault | undefined {
  if (shown.kind === "nothing") return connectionFault(shown.code);
  const { peer } = shown;
  const { notBefore, notAfter } = peer;
  if (!notBefore || !notAfter) return "untrusted";
  if (now >= notAfter) return "expired";
  if (now < notBefore) return "not-yet-valid";
  if (!peer.isForName) return "wrong-name";
  return keyFault(peer) ?? chainFault(peer) ?? lifeFault({ notBefore, notAfter }, now);
}

function connectionFault(code: string): WatchFault {
  if (/^err_ssl_(?:wrong_version|packet_length|http_request)/.test(code)) return "no-tls";
  return code.startsWith("err_ssl_") ? "handshake" : "unreachable";
}

/** OpenSSL's words (X509_verify_cert_error_string(3), as Node spells them). */
function chainFault({ trusted, isSelfSigned, distrust = "", chain }: TlsPeer): WatchFault | undefined {
  if (trusted) return undefined;
  if (isSelfSigned) return "self-signed";
  if (distrust === "CERT_HAS_EXPIRED" || distrust === "CERT_NOT_YET_VALID") return "chain-expired";
  return chain.length === 1 && /^UNABLE_TO_/.test(distrust) ? "chain-incomplete" : "untrusted";
}

/** What public CAs may sign (Baseline Requirements, section 6.1.5). */
function keyFault({ keyType, keyBits }: TlsPeer): WatchFault | undefined {
  const least = keyType === "RSA" ? 2048 : 256;
  return keyBits !== undefined && keyBits < least ? "weak-key" : undefined;
}

function lifeFault(life: { notBefore: Date; notAfter: Date }, now: Date): WatchFault | undefined {
  if (now >= closeFrom(life)) return "ends-soon";
  return now >= warnFrom(life) ? "not-replaced" : undefined;
}
