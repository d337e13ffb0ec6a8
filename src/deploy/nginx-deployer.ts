import { setTimeout as sleep } from "node:timers/promises";
import { httpsAddress } from "../model/address.ts";
import type { CompanionVerb } from "../model/companion.ts";
import type { Deployed, Deployer } from "../model/contracts.ts";
import type { Certificate, Lineage, ShownCertificate } from "../model/lineage.ts";
import { visitedName } from "../model/names.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { InnerProof, ServiceProof } from "../model/service-proof.ts";
import { turnedOff } from "../model/turned-off.ts";
import { linesOf } from "./answers.ts";
import type { AddExtras, IsLed } from "./extras.ts";
import { askFor } from "./https-switch.ts";
import { describeOuter, isSame, notServed, proveFor } from "./served.ts";
import { type DeployStrategy, settlesMs } from "./strategies/strategy.ts";

export interface DeployerOptions {
  strategy: DeployStrategy;
  proof: ServiceProof;
  /** the port of HTTPS that visitors use */
  publicPort?: number;
  addExtras?: AddExtras;
  isLed?: IsLed;
  /** the certificate that nginx serves for a name */
  shown?: (name: string) => Promise<ShownCertificate | undefined>;
  wait?: (ms: number) => Promise<unknown>;
  /** ms */
  now?: () => number;
}

/** Deploys as the strategy does: HTTPS switched on the first time, else test and reload; proven on the wire. */
export function nginxDeployer(options: DeployerOptions): Deployer {
  const given = { addExtras: noExtras, isLed: nothing, wait: sleep, now: Date.now, ...options };
  const { strategy, proof, shown = nothing } = options;
  return {
    async deploy(lineage, certificate) {
      const handed = await handOver(certificate, given);
      return handed === "off" ? off : await proveOutside(lineage, certificate, handed, given);
    },
    async prove(lineage, certificate) {
      const seen = await proof.inner(certificate);
      const problem = isSame(seen) ? undefined : notServed(certificate, seen, strategy);
      if (problem && (await isOffByOperator(strategy))) return { problem: undefined, off: true, outside: undefined };
      // What the public name shows is put in words that begin with what nginx serves.
      if (problem) return { problem, outside: undefined };
      const outer = await proof.outer(certificate);
      // A router in the way now and then is no reason to take a redirect away.
      if (outer.seen !== "unknown") await given.addExtras(lineage, outer);
      const redirects = await given.isLed(visitedName(lineage.domains));
      return { problem, outside: describeOuter(urlOf(lineage, options), outer, strategy.server), redirects };
    },
    serves: async (certificate) => isSame(await proof.inner(certificate)),
    shown: ({ domains }) => shown(visitedName(domains)),
  };
}

const urlOf = ({ domains }: Lineage, { publicPort = 443 }: Pick<DeployerOptions, "publicPort">) =>
  httpsAddress(visitedName(domains), publicPort);

const nothing = async () => undefined;
const noExtras: AddExtras = async () => [];

const off: Deployed = {
  https: "off",
  outside: undefined,
  lines: [turnedOff],
};

type Given = DeployerOptions & Required<Pick<DeployerOptions, "addExtras" | "isLed" | "wait" | "now">>;

/** Acts until nginx itself serves the certificate; returns lines to print. */
async function handOver(certificate: Certificate, given: Given): Promise<readonly string[] | "off"> {
  const { strategy, proof } = given;
  if (strategy.again === "interrupts" && isSame(await proof.inner(certificate))) return [];
  const acted = await act(strategy);
  if (acted === "off") return acted;
  if (acted instanceof Problem) return await servedAllTheSame(acted, certificate, given);
  const seen = await proveInside(certificate, given);
  if (isSame(seen)) return acted;
  throw notServed(certificate, seen, strategy);
}

/** A certificate on the wire counts, whatever sign was missed. */
async function servedAllTheSame(problem: Problem, certificate: Certificate, given: Given): Promise<readonly string[]> {
  const mayBeSlow = ["reload-refused", "companion-silent"].includes(problem.code);
  const slowly = { ...given, strategy: { ...given.strategy, settlesMs } };
  const seen = mayBeSlow ? await proveFor(certificate, slowly) : await given.proof.inner(certificate);
  if (!isSame(seen)) throw problem;
  return [phrase`warning: ${plainLine(problem.message)}; fix: ${problem.fix}`];
}

/** false also when unknown. */
async function isOffByOperator({ transport }: DeployStrategy): Promise<boolean> {
  try {
    return (await askFor(transport, "look")).off;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

/** Lines to print, or why it failed. */
async function act({ transport, again }: DeployStrategy): Promise<readonly string[] | "off" | Problem> {
  let verb: CompanionVerb = "look";
  try {
    const { https, off: isOff } = await askFor(transport, verb);
    if (isOff) return "off";
    verb = https ? "reload" : "enable-https";
    const answer = await askFor(transport, verb);
    return answer.code === "off-by-operator" ? "off" : linesOf(answer);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const mayHaveActed = verb !== "look" && error.code === "companion-silent";
    return mayHaveActed && again === "interrupts" ? afterAFix(error) : error;
  }
}

/** Another automatic try would be another interruption. */
function afterAFix(problem: Problem): Problem {
  return new Problem({ ...problem, message: problem.message, retry: "after-a-fix", cause: problem.cause });
}

async function proveOutside(
  lineage: Lineage,
  certificate: Certificate,
  handed: readonly string[],
  given: Given,
): Promise<Deployed> {
  const { strategy, proof, addExtras, isLed } = given;
  const outer = await proof.outer(certificate);
  const outside = describeOuter(urlOf(lineage, given), outer, strategy.server);
  const lines = [outside, ...handed, ...(await addExtras(lineage, outer))];
  return { https: "on", outside, lines, redirects: await isLed(visitedName(lineage.domains)) };
}

/** Proves what nginx serves in the end; fixes a difference once, where that interrupts nobody. */
async function proveInside(certificate: Certificate, given: Given): Promise<InnerProof> {
  const { strategy } = given;
  const first = await proveFor(certificate, given);
  if (isSame(first) || strategy.again !== "free") return first;
  await askFor(strategy.transport, "reload");
  return await proveFor(certificate, given);
}
