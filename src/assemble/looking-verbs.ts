import type { Assembly } from "../cli/context.ts";
import type { LineageStore } from "../model/contracts.ts";
import type { Folders } from "../model/settings.ts";

export interface Surroundings {
  version: string;
  environment: Readonly<Record<string, string | undefined>>;
  store(folders: Folders): Promise<LineageStore>;
}

type Looking = Pick<Assembly, "memory" | "doctor" | "folder" | "observer" | "notices">;

/** What looks and tells, and changes nothing; each part is loaded when it is asked for. */
export function lookingVerbs({ version, environment, store }: Surroundings): Looking {
  return {
    memory: async (...asked) => (await import("./memory-parts.ts")).readMemory(...asked),
    folder: async (path) => (await import("./doctor-parts.ts")).lookAtPlace(path),
    async doctor(settings, signal) {
      const { openDoctor } = await import("./doctor-parts.ts");
      const { companionClient } = await import("../deploy/companion-client.ts");
      const companion = companionClient(settings.companionSocket);
      const run = { version, environment, say: () => {} };
      return await openDoctor(settings, { run, signal, store: await store(settings.folders), companion });
    },
    async observer(settings, say) {
      if (settings.notices.destinations.length === 0) return () => {};
      const { openObserver } = await import("./observer-parts.ts");
      return await openObserver(settings, { environment, say, store: await store(settings.folders) });
    },
    notices: async (settings, say) => (await import("./observer-parts.ts")).noticesOf(settings, { environment, say }),
  };
}
