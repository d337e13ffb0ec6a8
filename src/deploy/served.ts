import type { Certificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { InnerProof, OuterProof, ServiceProof } from "../model/service-proof.ts";
import type { DeployStrategy } from "./strategies/strategy.ts";

export interface ProvingOptions {
  strategy: DeployStrategy;
  proof: ServiceProof;
  /** waits so many ms */
  wait(ms: number): Promise<unknown>;
  /** ms */
  now(): number;
}

export function notServed({ name }: Certificate, seen: InnerProof, { server, fix, retry }: DeployStrategy): Problem {
  return new Problem({
    code: "not-served",
    message: phrase`${server} does not serve the certificate of ${name}: ${whatIsServed(seen)}`,
    fix: fix(name),
    retry,
  });
}

const pollMs = 500;

/**
 * Checks until it is served, for as long as a server's old workers may respond as well, or the strategy's time is over,
 * slow handshakes included.
 */
export async function proveFor(
  certificate: Certificate,
  { strategy: { patienceMs, settlesMs = 0 }, proof, wait, now }: ProvingOptions,
): Promise<InnerProof> {
  const until = now() + patienceMs;
  let since: number | undefined;
  for (;;) {
    const seen = await proof.inner(certificate, Math.max(until - now(), shortestMs));
    since = isSame(seen) ? (since ?? now()) : undefined;
    const isOver = since === undefined ? now() + pollMs > until : now() - since >= settlesMs;
    if (isOver) return seen;
    await wait(pollMs);
  }
}

/** The least time of the last check. */
const shortestMs = 1000;

export function isSame(proof: InnerProof): boolean {
  return proof.served === "same";
}

function whatIsServed(proof: InnerProof): string {
  if (proof.served === "other") return phrase`it serves serial ${proof.serial}`;
  if (proof.served === "without-chain")
    return phrase`it serves the certificate alone, without the chain of fullchain.pem`;
  return proof.served === "nothing" ? proof.why : phrase`it does now`;
}

/** `url`: as visitors type it. */
export function describeOuter(url: string, outer: OuterProof, server: string): string {
  switch (outer.seen) {
    case "yes":
      return phrase`${url} is live (${outer.addresses.join(", ")})`;
    case "edge":
      return phrase`${server} serves the new certificate; ${url} serves one by ${outer.issuer}: ${outer.name} is in front`;
    case "other":
      return phrase`${server} serves the new certificate; ${url} serves another one that browsers trust, by ${outer.issuer}: a server in front, or the name points elsewhere`;
    case "no":
      return phrase`${server} serves the new certificate, but ${url} does not: ${outer.why}`;
    case "unknown":
      return phrase`${server} serves the new certificate; ${url} cannot be seen from here: ${outer.why}`;
  }
}
