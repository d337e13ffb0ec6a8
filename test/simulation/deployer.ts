import type { Deployer } from "../../src/model/contracts.ts";
import type { Certificate } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import type { World } from "./world.ts";

export interface SimulatedNginx extends Deployer {
  served(): string | undefined;
  /** someone starts nginx anew with something else */
  disturb(): void;
}

/** nginx and the companion; what is served outlives the sidecar's kills. */
export function simulatedNginx(world: World): SimulatedNginx {
  let served: string | undefined;
  const outside = "https://sim.test is live";
  return {
    served: () => served,
    disturb: () => {
      served = "another";
    },
    async deploy(_, certificate) {
      world.step(3000);
      if (world.is("companionAway")) throw away();
      served = certificate.fingerprint;
      world.step();
      return { https: "on", outside, lines: [] };
    },
    async serves(certificate) {
      world.step(20);
      return served === certificate.fingerprint;
    },
    // whatever it is, an authority gave it once
    shown: async () =>
      served === undefined ? undefined : { serial: served, issuer: "the authority", notAfter: new Date(0) },
    async prove(_, certificate) {
      world.step(500);
      return { problem: served === certificate.fingerprint ? undefined : notServed(certificate), outside };
    },
  };
}

function away(): Problem {
  return new Problem({ code: "companion-absent", message: "nobody listens", fix: "start it", retry: "look" });
}

function notServed({ serial }: Certificate): Problem {
  return new Problem({ code: "not-served", message: `not ${serial}`, fix: "look", retry: "look" });
}
