import type { Deployer } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";
import { haproxyLine, inHaproxyWords } from "./haproxy-words.ts";

export interface HaproxyDeployerOptions {
  /** asks the companion and proves what is served */
  server: Deployer;
  /** Writes the file that HAProxy reads; gives what puts the old one back. */
  writePem(certificate: Certificate): Promise<() => Promise<void>>;
}

/**
 * Deploys to HAProxy: its file first, then the companion tests and swaps. What HAProxy refuses is put back, so that its
 * next start finds what served until then.
 */
export function haproxyDeployer({ server, writePem }: HaproxyDeployerOptions): Deployer {
  return {
    ...server,
    async deploy(lineage, certificate) {
      const putBack = await writePem(certificate);
      try {
        const { https, outside, lines } = await server.deploy(lineage, certificate);
        return { https, outside: outside && haproxyLine(outside), lines: lines.map(haproxyLine) };
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
