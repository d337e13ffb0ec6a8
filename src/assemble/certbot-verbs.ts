import type { Assembly } from "../cli/context.ts";
import type { Clock } from "../model/contracts.ts";
import { maskedEnvironment } from "../model/masked.ts";
import type { Folders } from "../model/settings.ts";
import type { Run } from "./authority-parts.ts";
import type { RunLog } from "./run-log.ts";
import { openStore } from "./store-parts.ts";

export interface VerbParts extends Omit<Run, "say"> {
  folders: Folders;
  clock: Clock;
  log: RunLog;
}

type Verbs =
  | "postHooks"
  | "options"
  | "repair"
  | "setAside"
  | "ini"
  | "openLog"
  | "accountClient"
  | "readPem"
  | "ledger"
  | "settleState";

/** For certbot's commands besides a renewal; each part is loaded when it is asked for. */
export function certbotVerbs(parts: VerbParts): Pick<Assembly, Verbs> {
  const { folders, log, environment } = parts;
  const { config } = folders;
  return {
    ...storeVerbs(parts),
    async postHooks(say) {
      const { runHooksAtEnd } = await import("./certbot-parts.ts");
      await runHooksAtEnd(maskedEnvironment(environment), say);
    },
    async ini(named) {
      const { readIniOptions } = await import("../config/ini-options.ts");
      return await readIniOptions(config, named);
    },
    openLog: (backups) => log.open({ folder: folders.logs, backups }),
    async accountClient(settings, name) {
      const { openAccountClient } = await import("./account-client-parts.ts");
      return await openAccountClient(settings, name, parts);
    },
    async readPem(path) {
      const { readPem } = await import("../store/pem-file.ts");
      return await readPem(path);
    },
  };
}

function storeVerbs({
  folders,
  version,
  clock,
}: VerbParts): Pick<Assembly, "options" | "repair" | "setAside" | "ledger" | "settleState"> {
  const { config } = folders;
  return {
    async options(name) {
      const { readSavedOptions } = await import("./certbot-parts.ts");
      return await readSavedOptions(config, name);
    },
    async repair(settings, how) {
      const { repairAll } = await import("./repair-parts.ts");
      const store = await openStore(version, folders);
      return await store.exclusively(() => repairAll(settings, { version, now: clock.now(), ...how }));
    },
    async setAside(name) {
      const { setAside } = await import("../store/set-aside.ts");
      return await (await openStore(version, folders)).exclusively(() => setAside(config, name, clock.now()));
    },
    async ledger(say) {
      const { openLedger } = await import("./state-parts.ts");
      return await openLedger(folders, say);
    },
    settleState: async (say) => (await import("./state-parts.ts")).settleState(folders, say),
  };
}
