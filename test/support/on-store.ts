import { readSavedOptions } from "../../src/assemble/certbot-parts.ts";
import { repairAll } from "../../src/assemble/repair-parts.ts";
import type { Assembly } from "../../src/cli/context.ts";
import { paramsOfOptions } from "../../src/config/saved-options.ts";
import type { Lineage } from "../../src/model/lineage.ts";
import type { Settings } from "../../src/model/settings.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { ledger } from "../../src/store/ledger.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { setAside } from "../../src/store/set-aside.ts";
import { issued } from "../store/stored.ts";
import { type } from "./command-line.ts";
import { fakes } from "./diary.ts";
import { newAccount } from "./new-account.ts";

const version = "1.2.3";
export const directory = "https://ca.test/dir";

/** Types a command line over a real folder of certbot's; only the authority and nginx are stand-ins. */
export async function typeOn(folder: string, line: string, domain: string): Promise<{ screen: string; code: number }> {
  const environment = { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: `--server ${directory}` };
  return await type(line, { environment, now: new Date(), assembly: assemblyOn(folder) });
}

function assemblyOn(folder: string): Partial<Assembly> {
  const bare = lineageStore({ folder, webroot: "/var/www/html", version });
  return {
    folders: { config: folder, webroot: "/var/www/html", logs: "/var/log/letsencrypt", run: folder, state: folder },
    parts: async (settings, say) => ({
      ...fakes({ now: new Date() }).parts,
      ...realParts(folder, settings),
      clock: { now: () => new Date() },
      say,
    }),
    options: (name) => readSavedOptions(folder, name),
    repair: (settings, how) => bare.exclusively(() => repairAll(settings, { version, now: new Date(), ...how })),
    setAside: (name) => bare.exclusively(() => setAside(folder, name, new Date())),
    store: async () => bare,
  };
}

function realParts(folder: string, settings: Settings) {
  const { certbot } = settings;
  const accounts = accountStore(folder);
  const params = paramsOfOptions(certbot);
  const kept = { params, webrootMap: certbot.webrootMap ?? {} };
  return {
    store: lineageStore({ folder, webroot: settings.folders.webroot, version, ...kept }),
    accounts,
    ledger: ledger(folder, () => {}),
    authority: {
      ...fakes().parts.authority,
      issue: async ({ domains }: Lineage) => {
        const account =
          (await accounts.find(settings.directory)) ?? (await accounts.save(settings.directory, newAccount()));
        return issued({ domains, directory: settings.directory, accountId: account.id });
      },
    },
  };
}
