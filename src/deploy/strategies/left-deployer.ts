import type { Deployer } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";

/** For DEPLOY=none: the certificate lies there, and the operator's own reload may take some days to come. */
export function leftDeployer(server: Deployer, now: () => Date = () => new Date()): Deployer {
  return {
    ...server,
    async deploy(lineage, certificate) {
      const { problem, outside: seen } = await server.prove(lineage, certificate);
      const outside = problem ? waiting : seen;
      return { https: "on", outside, lines: [outside] };
    },
    async prove(lineage, certificate) {
      const seen = await server.prove(lineage, certificate);
      if (!seen.problem || now() > lastMoment(certificate)) return seen;
      return { problem: undefined, outside: waiting };
    },
  };
}

const waiting = phrase`the new certificate lies ready, and is served once your own reload has run (DEPLOY=none)`;

const week = 7 * 24 * 60 * 60 * 1000;

/** Timers run once a week at least; a certificate for some days does not wait so long. */
function lastMoment({ notBefore, notAfter }: Certificate): Date {
  const life = notAfter.getTime() - notBefore.getTime();
  return new Date(notBefore.getTime() + Math.min(week, life / 6));
}
