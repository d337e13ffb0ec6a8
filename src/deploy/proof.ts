import { lookup } from "node:dns/promises";
import { connect, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { addressText } from "../model/address.ts";
import type { Certificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import type { InnerProof, OuterProof, ServiceProof } from "../model/service-proof.ts";
import type { NginxAddress } from "../model/settings.ts";
import { lacksChain } from "./served-chain.ts";

export interface ProofOptions {
  nginx: NginxAddress;
  /** port of the public address */
  publicPort?: number;
  /** ms for each connection */
  timeout?: number;
  findAddresses?: (name: string) => Promise<readonly string[]>;
}

/** What one TLS connection showed. */
interface Shown {
  fingerprint: string;
  serial: string;
  issuer: string;
  /** names, issuer and end, in words */
  what: string;
  /** a root of the system's list stands behind it, and the name fits */
  trusted: boolean;
  /** the leaf, and what came with it */
  peer: DetailedPeerCertificate;
}

/** Proves what is served: at nginx itself, and at every address of the public name. Never throws. */
export function serviceProof(options: ProofOptions): ServiceProof {
  const { nginx, publicPort = 443, timeout = 5000, findAddresses = addressesOf } = options;
  return {
    inner: (certificate) => proveInner(certificate, nginx, timeout),
    outer: (certificate) => proveOuter(certificate, { publicPort, timeout, findAddresses }),
  };
}

async function proveInner(certificate: Certificate, nginx: NginxAddress, timeout: number): Promise<InnerProof> {
  try {
    const shown = await showCertificate(nginx.host, nginx.sslPort, nameOf(certificate), timeout);
    if (shown.fingerprint !== certificate.fingerprint) {
      return { served: "other", serial: shown.serial, what: shown.what };
    }
    return { served: lacksChain(shown.peer, certificate.fullchainPem) ? "without-chain" : "same" };
  } catch (error) {
    return { served: "nothing", why: `${nginx.host}:${nginx.sslPort}: ${reason(error)}` };
  }
}

type Outside = Required<Omit<ProofOptions, "nginx">>;

async function proveOuter(certificate: Certificate, outside: Outside): Promise<OuterProof> {
  try {
    const addresses = await outside.findAddresses(nameOf(certificate));
    const proofs = await Promise.all(addresses.map((address) => proveAddress(certificate, address, outside)));
    return gather(proofs, addresses);
  } catch (error) {
    return { seen: "unknown", why: reason(error) };
  }
}

async function addressesOf(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

async function proveAddress(
  certificate: Certificate,
  address: string,
  { publicPort: port, timeout }: Outside,
): Promise<OuterProof> {
  try {
    const shown = await showCertificate(address, port, nameOf(certificate), timeout);
    if (shown.fingerprint === certificate.fingerprint) return { seen: "yes", addresses: [address] };
    if (shown.trusted) return { seen: "edge", issuer: shown.issuer };
    return { seen: "no", why: phrase`${address} answers with another certificate, ${shown.what}` };
  } catch (error) {
    // A router that cannot reach its own public address looks the same as a closed port.
    return { seen: "unknown", why: phrase`${address} port ${port}: ${reason(error)}` };
  }
}

/** The worst that was seen, so that one dead AAAA is not hidden behind a good A. */
function gather(proofs: readonly OuterProof[], addresses: readonly string[]): OuterProof {
  for (const seen of ["no", "unknown", "edge"] as const) {
    const found = proofs.find((proof) => proof.seen === seen);
    if (found) return found;
  }
  return { seen: "yes", addresses };
}

function nameOf({ domains, name }: Certificate): string {
  return domains[0] ?? name;
}

async function showCertificate(host: string, port: number, name: string, timeout: number): Promise<Shown> {
  const { promise, resolve, reject } = Promise.withResolvers<Shown>();
  // SNI holds names only (RFC 6066 section 3); for an address the server shows its usual certificate.
  const sni = addressText(name) === undefined ? { servername: name } : {};
  // Trust is not asked here: the leaf is compared byte by byte, whoever signed it.
  const socket = connect({ host, port, ...sni, rejectUnauthorized: false });
  socket.setTimeout(timeout, () => socket.destroy(new Error(phrase`no answer in time`)));
  socket.once("secureConnect", () => resolve(read(socket)));
  socket.once("error", reject);
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

function read(socket: TLSSocket): Shown {
  const peer = socket.getPeerCertificate(true);
  const { fingerprint256, serialNumber } = peer;
  const issuer = issuerOf(peer);
  return {
    fingerprint: fingerprint256,
    serial: serialNumber,
    issuer,
    what: phrase`for ${namesOf(peer)} by ${issuer}, until ${new Date(peer.valid_to).toISOString().slice(0, 10)}`,
    trusted: socket.authorized,
    peer,
  };
}

function issuerOf({ issuer, subject }: DetailedPeerCertificate): string {
  if (JSON.stringify(issuer) === JSON.stringify(subject)) return phrase`itself (self-signed)`;
  return [issuer.O ?? issuer.CN ?? phrase`an unnamed issuer`].flat().join(", ");
}

/** The first few; where there are none, the subject's. */
function namesOf({ subjectaltname, subject }: DetailedPeerCertificate): string {
  const names = (subjectaltname ?? "").split(", ").flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  if (names.length === 0) return [subject.CN ?? phrase`no name`].flat().join(", ");
  return names.length > mostNames ? `${names.slice(0, mostNames).join(", ")}, …` : names.join(", ");
}

const mostNames = 4;

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ? `${code.toLowerCase()}` : error.message;
}
