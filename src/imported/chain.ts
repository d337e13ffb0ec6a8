import type { X509Certificate } from "node:crypto";
import { phrase } from "../model/phrase.ts";
import { issuerOf, nameOf } from "./certificates.ts";
import { isSelfSigned, isSignedBy, pathUp } from "./path.ts";
import { refused } from "./refused.ts";

export interface Chain {
  /** leaf first, in order, as the server sends it */
  sent: readonly X509Certificate[];
  notes: readonly string[];
}

/**
 * Puts the certificates in order, from the leaf up to a root that is given or known. The root itself is not sent, but
 * where it is all that there is: certbot's layout wants a chain. Throws Problem `own-no-intermediate`,
 * `own-other-chain`, `own-other-root`, `own-incomplete-chain` or `own-self-signed`.
 */
export function orderChain(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  now: Date,
): Chain {
  const path = pathUp(leaf, others, roots, now);
  const top = path.at(-1) ?? leaf;
  const left = others.filter((other) => !path.some((each) => isSame(each, other)));
  if (isSelfSigned(leaf)) throw selfSigned(leaf);
  if (!isSelfSigned(top)) return withoutTop(path, left, roots);
  if (path.length === 2) return { sent: path, notes: leftOver(left) };
  return { sent: path.slice(0, -1), notes: [rootNote(top), ...leftOver(left)] };
}

function rootNote(root: X509Certificate): string {
  return phrase`the root ${nameOf(root)} is not sent to visitors: anyone who trusts it already has it`;
}

/** The root was not given: it must be a known one. */
function withoutTop(
  path: readonly X509Certificate[],
  left: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): Chain {
  const top = path.at(-1) as X509Certificate;
  const root = roots.find((each) => isSignedBy(top, each));
  const givenRoot = left.find(isSelfSigned);
  if (root) {
    const isGiven = (each: X509Certificate) => isSelfSigned(each) && isSignedBy(top, each);
    const notes = [...left.filter(isGiven).map(rootNote), ...leftOver(left.filter((each) => !isGiven(each)))];
    return { sent: path.length === 1 ? [...path, root] : path, notes };
  }
  if (path.length > 1 && givenRoot) throw otherRoot(top, givenRoot);
  if (path.length > 1) throw incomplete(top);
  throw left.length > 0 ? otherChain(top, left) : noIntermediate(top);
}

export function isSame(one: X509Certificate, other: X509Certificate): boolean {
  return one.fingerprint256 === other.fingerprint256;
}

function leftOver(left: readonly X509Certificate[]): readonly string[] {
  const names = new Set(left.map(nameOf));
  return names.size === 0 ? [] : [phrase`left out, since the chain does not need it: ${[...names].join(", ")}`];
}

/** The certificate says where its issuer's lies (RFC 5280 section 4.2.2.1): a stranger's word, so never part of a fix. */
function whereIssuerLies(certificate: X509Certificate): string {
  const url = /CA Issuers - URI:(\S{1,400})/.exec(certificate.infoAccess ?? "")?.[1];
  return url === undefined ? "" : phrase`; the issuer's certificate is at ${url} (DER is fine)`;
}

const getIssuer = phrase`get that issuer's certificate (from the CA's e-mail or web site, or from the address above) and name its file as --chain`;

function noIntermediate(leaf: X509Certificate) {
  const message = phrase`the intermediate certificate is missing: ${nameOf(leaf)} was signed by ${issuerOf(leaf)}, which is not built into browsers`;
  return refused("no-intermediate", message + whereIssuerLies(leaf), getIssuer);
}

function otherChain(leaf: X509Certificate, left: readonly X509Certificate[]) {
  const message = phrase`the chain belongs to another certificate: ${nameOf(leaf)} was signed by ${issuerOf(leaf)}, but the files contain ${left.map(nameOf).join(", ")}`;
  return refused("other-chain", message + whereIssuerLies(leaf), getIssuer);
}

function otherRoot(top: X509Certificate, root: X509Certificate) {
  const message = phrase`the chain ends in another root than the given one: ${nameOf(top)} was signed by ${issuerOf(top)}, not by this ${nameOf(root)}`;
  return refused("other-root", message + whereIssuerLies(top), getIssuer);
}

function incomplete(top: X509Certificate) {
  const message = phrase`the chain is not complete: ${nameOf(top)} was signed by ${issuerOf(top)}, which is neither among the files nor a root that is known`;
  const fix = phrase`${getIssuer}; a root of your company's own is needed as well, and not sent to visitors`;
  return refused("incomplete-chain", message + whereIssuerLies(top), fix);
}

function selfSigned(leaf: X509Certificate) {
  const fix = phrase`docker compose exec certbot httpsidecar csr creates a request; a CA issues the certificate for it`;
  return refused("self-signed", phrase`${nameOf(leaf)} is self-signed, so no browser will trust it`, fix);
}
