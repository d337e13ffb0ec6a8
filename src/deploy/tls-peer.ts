import { once } from "node:events";
import {
  checkServerIdentity,
  connect,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { day } from "../base/dates.ts";
import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import type { KeyType, TlsPeer } from "../model/tls-peer.ts";

export interface TlsServer {
  host: string;
  port: number;
  /** the requested site; undefined: the default one */
  name?: string;
  /** the kind of certificate that is asked for, where the server has both; undefined: whichever it prefers */
  keyType?: KeyType;
  /** the roots to trust; undefined: the system's */
  secureContext?: SecureContext;
}

/** The certificate that a server presents; its issuer is not checked. Throws the connection's error, within `limitMs`. */
export async function peerAt(server: TlsServer, limitMs: number): Promise<TlsPeer> {
  return await overTls(server, limitMs, (socket) => describePeer(socket, server.name ?? server.host));
}

/** True if anything speaks TLS there, with whatever certificate. Never throws. */
export async function answersTls(server: TlsServer, limitMs = 5000): Promise<boolean> {
  return await overTls(server, limitMs, () => true).catch(() => false);
}

/** The limit is for all of it: a server that sends a byte now and then does not extend it. */
async function overTls<T>(server: TlsServer, limitMs: number, read: (socket: TLSSocket) => T): Promise<T> {
  const { host, port, name, keyType, secureContext } = server;
  // SNI holds names only (RFC 6066 section 3); for an address the server shows its usual certificate.
  const sni = name === undefined || addressText(name) !== undefined ? {} : { servername: name };
  // Trust does not matter here: the leaf is compared byte by byte.
  const socket = connect({
    ...{ host, port, ...sni, rejectUnauthorized: false },
    ...(keyType === undefined ? {} : { sigalgs: signatures[keyType] }),
    ...(secureContext && { secureContext }),
  });
  socket.on("error", () => {});
  const timer = setTimeout(() => socket.destroy(new Error(phrase`no response in time`)), limitMs);
  try {
    await once(socket, "secureConnect");
    return read(socket);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

const signatures: Readonly<Record<KeyType, string>> = {
  RSA: "RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512",
  ECDSA: "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512",
};

function describePeer(socket: TLSSocket, name: string): TlsPeer {
  const leaf: Partial<DetailedPeerCertificate> = socket.getPeerCertificate(true);
  const [issuer, names] = [issuerOf(leaf), namesOf(leaf)];
  const notAfter = dateOf(leaf.valid_to);
  const until = day(notAfter ?? new Date(Number.NaN));
  return {
    fingerprint: leaf.fingerprint256 ?? "",
    serial: plainLine(leaf.serialNumber ?? "", longestText),
    keyType: leaf.modulus === undefined ? "ECDSA" : "RSA",
    keyBits: leaf.bits,
    ...{ issuer, names },
    what: phrase`for ${names} by ${issuer}, until ${until}`,
    notBefore: dateOf(leaf.valid_from),
    notAfter,
    isForName: isFor(name, leaf),
    isSelfSigned: isSelfSigned(leaf),
    trusted: socket.authorized,
    distrust: socket.authorized ? undefined : plainLine(String(socket.authorizationError), longestText),
    chain: chainOf(leaf),
  };
}

const mostNames = 4;
const longestText = 100;
/** OpenSSL takes 100 KiB of certificates, which could be some hundred small ones. */
const longestChain = 20;

type Leaf = Partial<DetailedPeerCertificate>;

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isFor(name: string, leaf: Leaf): boolean {
  try {
    return checkServerIdentity(name, leaf as DetailedPeerCertificate) === undefined;
  } catch {
    return false;
  }
}

function isSelfSigned({ issuer, subject }: Leaf): boolean {
  return JSON.stringify(issuer) === JSON.stringify(subject);
}

function issuerOf(leaf: Leaf): string {
  if (isSelfSigned(leaf)) return phrase`itself (self-signed)`;
  return wordsOf(leaf.issuer?.O ?? leaf.issuer?.CN) || phrase`an unnamed issuer`;
}

/** The first few; without any, the subject's. */
function namesOf({ subjectaltname, subject }: Leaf): string {
  const first = (subjectaltname ?? "").slice(0, longestText * mostNames * 3).split(", ");
  const names = first.flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  if (names.length === 0) return wordsOf(subject?.CN) || phrase`no name`;
  const shown = names.slice(0, mostNames).map((name) => plainLine(name, longestText));
  return names.length > mostNames ? `${shown.join(", ")}, …` : shown.join(", ");
}

function wordsOf(field: string | string[] | undefined): string {
  return plainLine([field ?? []].flat().slice(0, mostNames).join(", "), longestText);
}

/** A root is its own issuer. */
function chainOf(leaf: Leaf): readonly string[] {
  const chain = new Set<string>();
  for (let at: Leaf | undefined = leaf; at?.fingerprint256 && chain.size < longestChain; at = at.issuerCertificate) {
    if (chain.has(at.fingerprint256)) break;
    chain.add(at.fingerprint256);
  }
  return [...chain];
}

/** Why a connection failed, in words for a message: the error's code where it has one. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return codeOf(error) || plainLine(error.message, 200);
}

/** In lower case; empty: it has none. */
export function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? "").toLowerCase();
}
