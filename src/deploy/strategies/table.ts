import type { Deploy } from "../../model/settings.ts";
import type { DeployStrategy, Place } from "./strategy.ts";

interface Entry {
  /** it needs the second container */
  companion: boolean;
  /** loaded on demand */
  open(place: Place): Promise<DeployStrategy>;
}

/** The values of DEPLOY. The one table: another strategy is a file and a line here. */
export const strategies: Readonly<Record<Deploy, Entry>> = {
  reload: { companion: true, open: async (place) => (await import("./reload.ts")).reload(place) },
  restart: { companion: true, open: async (place) => (await import("./restart.ts")).restart(place) },
  swarm: { companion: true, open: async (place) => (await import("./swarm.ts")).swarm(place) },
  signal: { companion: false, open: async (place) => (await import("./signal.ts")).signal(place) },
  stamp: { companion: false, open: async (place) => (await import("./stamp.ts")).stamp(place) },
  hook: { companion: false, open: async () => (await import("./hook.ts")).hook() },
  none: { companion: false, open: async () => (await import("./none.ts")).none() },
};
