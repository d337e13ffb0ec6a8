import { ms } from "../../base/dates.ts";
import type { Deployer } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import type { DeployStrategy } from "./strategy.ts";
import { leftToOthers } from "./without-companion.ts";

/** The certificate is stored, and the operator's own reload may come days later. */
export function none(now: () => Date = () => new Date()): DeployStrategy {
  return {
    transport: leftToOthers,
    server: "nginx",
    patienceMs: 0,
    again: "useless",
    done: phrase`nothing is done: your own reload is responsible (DEPLOY=none)`,
    seen: phrase`left to your own reload (DEPLOY=none) and not asked`,
    fix: () =>
      phrase`run the reload that your own timer should have run, and see why it did not: crontab -l, systemctl list-timers`,
    retry: "look",
    adapt: (deployer) => waitForReload(deployer, now),
  };
}

function waitForReload(deployer: Deployer, now: () => Date): Deployer {
  return {
    ...deployer,
    async deploy(lineage, certificate) {
      const { outside = waiting } = await deployer.prove(lineage, certificate);
      return { https: "on", outside, lines: [outside] };
    },
    async prove(lineage, certificate) {
      const seen = await deployer.prove(lineage, certificate);
      if (!seen.problem || now() > lastMoment(certificate)) return seen;
      return { problem: undefined, outside: waiting };
    },
  };
}

const waiting = phrase`the new certificate is ready, and is served once your own reload has run (DEPLOY=none)`;

/** Timers run once a week at least; a certificate of some days does not wait so long. */
function lastMoment({ notBefore, notAfter }: Certificate): Date {
  const life = notAfter.getTime() - notBefore.getTime();
  return new Date(notBefore.getTime() + Math.min(ms.week, life / 6));
}
