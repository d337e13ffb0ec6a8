import type { Deployer } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { haproxyLine, inHaproxyWords } from "./haproxy-words.ts";

export interface HaproxyDeployerOptions {
  /** asks the companion and proves what is served */
  server: Deployer;
  /** Writes the file that HAProxy reads; returns a function that restores the old one. */
  writePem(certificate: Certificate): Promise<() => Promise<void>>;
}

/**
 * Deploys to HAProxy: writes its file, then the companion tests and swaps. Restores what HAProxy refuses, so that its
 * next start finds what served until then.
 */
export function haproxyDeployer({ server, writePem }: HaproxyDeployerOptions): Deployer {
  return {
    ...server,
    async deploy(lineage, certificate) {
      const putBack = await writePem(certificate);
      try {
        const { outside, lines, ...more } = await server.deploy(lineage, certificate);
        return { ...more, outside: outside && haproxyLine(outside), lines: lines.map(haproxyLine) };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (refusals.includes(error.code)) await putBack();
        throw inHaproxyWords(error);
      }
    },
    async prove(lineage, certificate) {
      const { problem, outside, ...more } = await server.prove(lineage, certificate);
      return { ...more, problem: problem && inHaproxyWords(problem), outside: outside && haproxyLine(outside) };
    },
  };
}

const refusals = ["config-test-failed", "reload-refused"];
