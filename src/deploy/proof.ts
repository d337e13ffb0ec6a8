import { isIP } from "node:net";
import { withDeadline } from "../base/deadline.ts";
import { addressesOf, mostAddresses } from "../base/public-addresses.ts";
import { edgeOf } from "../model/edges.ts";
import type { Certificate } from "../model/lineage.ts";
import { siteName } from "../model/names.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeAnswer, ProbeTarget } from "../model/probe.ts";
import type { InnerProof, OuterProof, ServiceProof } from "../model/service-proof.ts";
import type { NginxAddress } from "../model/settings.ts";
import type { TlsPeer } from "../model/tls-peer.ts";
import { lacksChain } from "./served-chain.ts";
import { peerAt, reason, type TlsServer } from "./tls-peer.ts";

export interface ProofOptions {
  nginx: NginxAddress;
  /** names that visitors type (CERTBOT_DOMAIN): the certificate's own where it has none of them */
  names?: readonly string[];
  /** port of the public address */
  publicPort?: number;
  /** ms for each connection */
  timeout?: number;
  findAddresses?: (name: string) => Promise<readonly string[]>;
  /** one request, to see which service in front responds; left out: only its address tells */
  ask?: (target: ProbeTarget) => Promise<ProbeAnswer>;
  /** addresses of nginx within the stack: of every replica, or of a swarm service's tasks */
  findServers?: (name: string) => Promise<readonly string[]>;
}

/** Proves what is served: at nginx itself, and at every address of the public name. Never throws. */
export function serviceProof(options: ProofOptions): ServiceProof {
  const { nginx, names = [], publicPort = 443, timeout = 5000 } = options;
  const { findAddresses = addressesOf, findServers = addressesOf, ask = unasked } = options;
  return {
    inner: (certificate, limitMs = timeout) =>
      proveInner(certificate, { nginx, name: siteName(certificate, names), findServers }, Math.min(limitMs, timeout)),
    outer: (certificate) =>
      proveOuter(certificate, { name: siteName(certificate, names), publicPort, timeout, findAddresses, ask }),
  };
}

type Inside = { nginx: NginxAddress; name: string } & Required<Pick<ProofOptions, "findServers">>;

/** Of several servers behind the name one that does not serve it counts: a name alone leads to any of them. */
async function proveInner(certificate: Certificate, inside: Inside, limitMs: number): Promise<InnerProof> {
  const { nginx, name, findServers } = inside;
  const at = (host: string) => proveServer(certificate, { host, port: nginx.sslPort, name }, limitMs);
  const servers = await withDeadline(limitMs, () => findServers(nginx.host)).catch(() => []);
  if (servers.length < 2) return await at(nginx.host);
  const proofs = counting(servers, await Promise.all(servers.slice(0, mostServers).map(at)));
  return proofs.find(({ served }) => served !== "same") ?? { served: "same" };
}

const mostServers = 256;

/** nginx may listen on IPv4 alone: where nothing responds at any address of one kind, those of the other count. */
function counting(servers: readonly string[], proofs: readonly InnerProof[]): readonly InnerProof[] {
  const kinds = [...Map.groupBy(proofs.keys(), (at) => isIP(servers[at] ?? "")).values()];
  const all = kinds.map((places) => proofs.filter((_, at) => places.includes(at)));
  const responding = all.filter((kind) => kind.some(({ served }) => served !== "nothing"));
  return (responding.length > 0 ? responding : all).flat();
}

async function proveServer(certificate: Certificate, server: TlsServer, limitMs: number): Promise<InnerProof> {
  try {
    const { fingerprint, serial, what, chain } = await peerWith(certificate, server, limitMs);
    if (fingerprint !== certificate.fingerprint) return { served: "other", serial, what };
    return { served: lacksChain(chain, certificate.fullchainPem) ? "without-chain" : "same" };
  } catch (error) {
    return { served: "nothing", why: `${server.host}:${server.port}: ${reason(error)}` };
  }
}

/** What a server shows; one with a certificate of each kind of key is asked for that of ours (RFC 8446 section 4.2.3). */
async function peerWith({ fingerprint, keyType }: Certificate, server: TlsServer, limitMs: number): Promise<TlsPeer> {
  const peer = await peerAt(server, limitMs);
  if (peer.fingerprint === fingerprint || peer.keyType === keyType) return peer;
  return await peerAt({ ...server, keyType }, limitMs).catch(() => peer);
}

type Outside = Required<Omit<ProofOptions, "nginx" | "names" | "findServers">> & { name: string };

async function proveOuter(certificate: Certificate, outside: Outside): Promise<OuterProof> {
  try {
    const addresses = (await outside.findAddresses(outside.name)).slice(0, mostAddresses);
    const proofs = await Promise.all(addresses.map((address) => proveAddress(certificate, address, outside)));
    return gather(proofs, addresses);
  } catch (error) {
    return { seen: "unknown", why: reason(error) };
  }
}

async function proveAddress(certificate: Certificate, address: string, outside: Outside): Promise<OuterProof> {
  const { name, publicPort: port, timeout } = outside;
  try {
    const peer = await peerWith(certificate, { host: address, port, name }, timeout);
    if (peer.fingerprint === certificate.fingerprint) return { seen: "yes", addresses: [address] };
    if (peer.trusted) return await inFront(peer, address, outside);
    return { seen: "no", why: phrase`${address} responds with another certificate, ${peer.what}` };
  } catch (error) {
    // a router that cannot reach its own public address looks the same as a closed port
    return { seen: "unknown", why: phrase`${address} port ${port}: ${reason(error)}` };
  }
}

const unasked = async (): Promise<ProbeAnswer> => ({ kind: "nothing", why: "" });

/** Whose trusted certificate it is: only a service that shows itself is named. */
async function inFront({ issuer }: TlsPeer, address: string, { ask, name, publicPort: port }: Outside) {
  const answer = await ask({ address, port, domain: name, path: "/", tls: true });
  const edge = edgeOf(answer.kind === "answer" ? answer.headers : {}, address);
  if (!edge) return { seen: "other", issuer } as const;
  if (!edge.hosts) return { seen: "edge", issuer, name: edge.name } as const;
  const why = phrase`${address} is a site at ${edge.name}, which does not forward anything to this stack`;
  return { seen: "no", why } as const;
}

/** The worst result, so that one dead AAAA is not hidden behind a good A. */
function gather(proofs: readonly OuterProof[], addresses: readonly string[]): OuterProof {
  for (const seen of ["no", "unknown", "other", "edge"] as const) {
    const found = proofs.find((proof) => proof.seen === seen);
    if (found) return found;
  }
  return { seen: "yes", addresses };
}
