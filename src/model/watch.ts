import type { TlsPeer } from "./tls-peer.ts";

/** A server whose certificate somebody else keeps (WATCH). */
export interface WatchTarget {
  /** https://host, with the port unless it is 443 */
  url: string;
  host: string;
  port: number;
}

/** What one address of a watched server showed. `edge`: the service in front, which has the certificate. `code`: of the connection's error, in lower case; empty: it has none. */
export type Shown =
  | { kind: "peer"; address: string; peer: TlsPeer; edge?: string | undefined }
  | { kind: "nothing"; address: string; code: string; why: string };

/** What can be wrong, in a word for scripts. */
export const watchFaults = [
  "unreachable",
  "partly-unreachable",
  "no-tls",
  "handshake",
  "expired",
  "not-yet-valid",
  "wrong-name",
  "self-signed",
  "chain-expired",
  "chain-incomplete",
  "untrusted",
  "weak-key",
  "ends-soon",
  "not-replaced",
] as const;
export type WatchFault = (typeof watchFaults)[number];

export const watchVerdicts = ["fine", "warning", "error"] as const;

/** How a watched server stands. */
export interface WatchedSite {
  url: string;
  /** of the check */
  at: Date;
  verdict: (typeof watchVerdicts)[number];
  /** false: a connection failed for the first time, which may pass */
  sure: boolean;
  /** undefined: nothing is wrong */
  fault?: WatchFault | undefined;
  /** in words, without the URL */
  line: string;
  /** undefined: there is nothing to do */
  fix?: string | undefined;
  /** the service in front of it; undefined: none is known by what it says */
  edge?: string | undefined;
  /** undefined: none was shown, or its dates cannot be read */
  certificate?: WatchedCertificate | undefined;
}

export interface WatchedCertificate {
  serial: string;
  issuer: string;
  notBefore: Date;
  notAfter: Date;
}
