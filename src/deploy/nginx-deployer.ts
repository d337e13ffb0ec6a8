import { setTimeout as sleep } from "node:timers/promises";
import { urlHost } from "../model/address.ts";
import type { Companion, Deployer } from "../model/contracts.ts";
import type { Certificate, ShownCertificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { InnerProof, OuterProof, ServiceProof } from "../model/service-proof.ts";
import { linesOf } from "./answers.ts";
import type { AddExtras } from "./extras.ts";
import { askFor } from "./https-switch.ts";
import { reloaded, type StrategyTraits } from "./strategies/traits.ts";

export interface DeployerOptions {
  companion: Companion;
  proof: ServiceProof;
  /** of the way it is handed over */
  traits?: StrategyTraits;
  addExtras?: AddExtras;
  /** what nginx shows for a name */
  shown?: (name: string) => Promise<ShownCertificate | undefined>;
  /** waits so many ms */
  wait?: (ms: number) => Promise<unknown>;
}

/** Deploys through the companion: HTTPS switched on the first time, else test and reload; proven on the wire. */
export function nginxDeployer(options: DeployerOptions): Deployer {
  const { companion, proof, traits = reloaded, addExtras = noExtras, wait = sleep, shown = nothing } = options;
  return {
    async deploy(lineage, certificate) {
      const { https, off } = await askFor(companion, "look");
      if (off) return { https: "off", outside: undefined, lines: [offLine] };

      const answer = await askFor(companion, https ? "reload" : "enable-https");
      if (answer.code === "off-by-operator") return { https: "off", outside: undefined, lines: [offLine] };
      await proveInside({ companion, proof, traits, wait }, certificate);
      const outer = await proof.outer(certificate);
      const outside = describeOuter(lineage.domains[0], outer, traits.server);
      const more = await addExtras(lineage, outer);
      return { https: "on", outside, lines: [outside, ...linesOf(answer), ...more] };
    },
    async prove(lineage, certificate) {
      const seen = await proof.inner(certificate);
      const problem = isSame(seen) ? undefined : notServed(certificate, seen, traits);
      const outer = await proof.outer(certificate);
      // A router in the way now and then is no reason to take a redirect away.
      if (!problem && outer.seen !== "unknown") await addExtras(lineage, outer);
      return { problem, outside: describeOuter(lineage.domains[0], outer, traits.server) };
    },
    shown: ({ domains }) => shown(domains[0]),
  };
}

const nothing = async () => undefined;
const noExtras: AddExtras = async () => [];

const offLine = phrase`HTTPS is off because you switched it off; renewals go on. Back on: docker compose exec certbot httpsidecar enable-https`;

type Proving = Required<Pick<DeployerOptions, "companion" | "proof" | "traits" | "wait">>;

/** A difference at nginx itself is ours to mend, once where that costs nobody anything; then it is said. */
async function proveInside({ companion, proof, traits, wait }: Proving, certificate: Certificate): Promise<void> {
  const first = await proveFor(traits.looks, proof, certificate, wait);
  if (isSame(first)) return;
  if (!traits.repeat) throw notServed(certificate, first, traits);
  await askFor(companion, "reload");
  const seen = await proveFor(traits.looks, proof, certificate, wait);
  if (!isSame(seen)) throw notServed(certificate, seen, traits);
}

function notServed({ name }: Certificate, seen: InnerProof, { server, fix, retry }: StrategyTraits): Problem {
  return new Problem({
    code: "not-served",
    message: phrase`${server} does not serve the certificate of ${name}: ${whatIsServed(seen)}`,
    fix: fix(name),
    retry,
  });
}

async function proveFor(
  tries: number,
  proof: ServiceProof,
  certificate: Certificate,
  wait: (ms: number) => Promise<unknown>,
): Promise<InnerProof> {
  const seen = await proof.inner(certificate);
  if (isSame(seen) || tries <= 1) return seen;
  await wait(500);
  return await proveFor(tries - 1, proof, certificate, wait);
}

function isSame(proof: InnerProof): boolean {
  return proof.served === "same";
}

function whatIsServed(proof: InnerProof): string {
  if (proof.served === "other") return phrase`it serves serial ${proof.serial}`;
  if (proof.served === "without-chain")
    return phrase`it serves the certificate alone, without the chain of fullchain.pem`;
  return proof.served === "nothing" ? proof.why : phrase`it does now`;
}

function describeOuter(domain: string, outer: OuterProof, server: string): string {
  const url = `https://${urlHost(domain)}`;
  switch (outer.seen) {
    case "yes":
      return phrase`${url} is live (${outer.addresses.join(", ")})`;
    case "edge":
      return phrase`${server} serves the new certificate; ${url} shows one by ${outer.issuer}: an edge such as Cloudflare, or another web server, stands in front`;
    case "no":
      return phrase`${server} serves the new certificate, but ${url} does not: ${outer.why}`;
    case "unknown":
      return phrase`${server} serves the new certificate; ${url} cannot be seen from here: ${outer.why}`;
  }
}
