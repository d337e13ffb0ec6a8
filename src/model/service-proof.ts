import type { Certificate } from "./lineage.ts";

/** What is served, against what is on disk. */
export interface ServiceProof {
  /** `limitMs`: a slower response counts as none */
  inner(certificate: Certificate, limitMs?: number): Promise<InnerProof>;
  outer(certificate: Certificate): Promise<OuterProof>;
}

export type InnerProof =
  | { served: "same" }
  /** the leaf without the chain that belongs to it */
  | { served: "without-chain" }
  /** `what`: its names, issuer and end, in words */
  | { served: "other"; serial: string; what: string }
  | { served: "nothing"; why: string };

/** What the public name serves, as far as it can be seen from inside the stack. */
export type OuterProof =
  | { seen: "yes"; addresses: readonly string[] }
  /** a service in front, by its responses or its address, with a certificate of its own */
  | { seen: "edge"; issuer: string; name: string }
  /** another certificate that browsers trust: of a server in front, or of one that the name points to instead */
  | { seen: "other"; issuer: string }
  | { seen: "no"; why: string }
  | { seen: "unknown"; why: string };
