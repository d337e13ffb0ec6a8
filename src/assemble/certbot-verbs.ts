import type { Assembly } from "../cli/context.ts";
import type { Clock } from "../model/contracts.ts";
import { maskedEnvironment } from "../model/masked.ts";
import type { Folders } from "../model/settings.ts";
import type { Run } from "./authority-parts.ts";
import type { RunLog } from "./run-log.ts";
import { keptOptions, openStore } from "./store-parts.ts";

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
  | "saveOptions"
  | "ini"
  | "openLog"
  | "accountClient"
  | "readPem"
  | "readRequest"
  | "requestParts"
  | "ledger"
  | "settleState";

/** For certbot's commands besides a renewal; each part is loaded when it is asked for. */
export function certbotVerbs(parts: VerbParts): Pick<Assembly, Verbs> {
  const { folders, log, environment } = parts;
  const { config } = folders;
  return {
    ...storeVerbs(parts),
    postHooks: async (say) => (await import("./certbot-parts.ts")).runHooksAtEnd(maskedEnvironment(environment), say),
    ini: async (named) => (await import("../config/ini-options.ts")).readIniOptions(config, named),
    openLog: (backups) => log.open({ folder: folders.logs, backups }),
    accountClient: async (...asked) => (await import("./account-client-parts.ts")).openAccountClient(...asked, parts),
    readPem: async (path) => (await import("../store/pem-file.ts")).readPem(path),
    readRequest: async (file) => (await import("../acme/signing-request.ts")).readSigningRequest(file),
    requestParts: async (...given) => (await import("./request-parts.ts")).requestParts(...given),
  };
}

function storeVerbs({
  folders,
  version,
  environment,
  clock,
}: VerbParts): Pick<Assembly, "options" | "repair" | "setAside" | "saveOptions" | "ledger" | "settleState"> {
  const { config } = folders;
  return {
    options: async (name) => (await import("./certbot-parts.ts")).readSavedOptions(config, name),
    async repair(settings, how) {
      const { repairAll } = await import("./repair-parts.ts");
      const store = await openStore({ version, environment }, folders);
      return await store.exclusively(() => repairAll(settings, { version, now: clock.now(), ...how }));
    },
    async setAside(name) {
      const { setAside } = await import("../store/set-aside.ts");
      return await (await openStore({ version, environment }, folders)).exclusively(() =>
        setAside(config, name, clock.now()),
      );
    },
    async saveOptions({ certbot, folders: { webroot } }, certificate) {
      const { saveOptions } = await import("../store/save-options.ts");
      const parts = { folder: config, webroot, version, ...keptOptions(certbot) };
      await (await openStore({ version, environment }, folders)).exclusively(() => saveOptions(parts, certificate));
    },
    ledger: async (say) => (await import("./state-parts.ts")).openLedger(folders, say),
    settleState: async (say) => (await import("./state-parts.ts")).settleState(folders, say),
  };
}
