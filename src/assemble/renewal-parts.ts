import type { CertificateAuthority, Clock } from "../model/contracts.ts";
import { maskedEnvironment } from "../model/masked.ts";
import type { Settings } from "../model/settings.ts";
import type { Parts } from "../renewal/parts.ts";
import { withHooks } from "../renewal/with-hooks.ts";
import { openAuthority, type Run, twins } from "./authority-parts.ts";
import { openHooks } from "./certbot-parts.ts";
import { openMemory } from "./memory-parts.ts";
import { openStore } from "./store-parts.ts";

export interface RenewalRun extends Run {
  clock: Clock;
  /** true: nginx is reloaded, and nothing is proven on the wire */
  reloadOnly: boolean;
}

/** The real parts of a renewal, with the operator's hooks. Throws Problem. */
export async function openParts(settings: Settings, run: RenewalRun): Promise<Parts> {
  const { directory, folders, certbot, askEvery } = settings;
  const { say, clock, environment } = run;
  const authority = await openAuthority(settings, directory, run);
  const twin = twins[directory];
  const parts: Parts = {
    ...(await openMemory(settings, say)),
    store: await openStore(run, folders, certbot),
    authority,
    rehearsal:
      twin === undefined ? undefined : { directory: twin, authority: await openAuthority(settings, twin, run) },
    ...whenDue(settings, authority, run),
    ...{ clock, random: Math.random, askEvery, say },
  };
  return withHooks(parts, await openHooks(settings, maskedEnvironment(environment), say));
}

/** Loaded when something is due: a check that finds nothing would take a tenth longer. */
function whenDue(
  settings: Settings,
  authority: CertificateAuthority,
  run: RenewalRun,
): Pick<Parts, "preflight" | "deployer" | "isRevoked"> {
  const deployer = async () => (await import("./deploy-parts.ts")).openDeployer(settings, run.reloadOnly);
  return {
    async isRevoked({ fullchainPem }, signal) {
      const { isRevoked } = await import("../acme/revocation.ts");
      return await isRevoked(fullchainPem, run.environment, signal);
    },
    preflight: {
      async check(lineage, how) {
        const { openPlaceholderPreflight } = await import("./challenge-parts.ts");
        const { openStrategy } = await import("./deploy-parts.ts");
        const preflight = await openPlaceholderPreflight(settings, authority, await openStrategy(settings), run);
        return await preflight.check(lineage, how);
      },
    },
    deployer: {
      deploy: async (lineage, certificate) => (await deployer()).deploy(lineage, certificate),
      prove: async (lineage, certificate) => (await deployer()).prove(lineage, certificate),
      serves: async (certificate) => (await deployer()).serves(certificate),
      shown: async (lineage) => (await deployer()).shown(lineage),
    },
  };
}
