import { readSavedOptions } from "../../src/assemble/certbot-parts.ts";
import { repairAll } from "../../src/assemble/repair-parts.ts";
import type { Assembly } from "../../src/cli/context.ts";
import { runCommand } from "../../src/cli/run.ts";
import { paramsOfOptions } from "../../src/config/saved-options.ts";
import type { Lineage } from "../../src/model/lineage.ts";
import type { Settings } from "../../src/model/settings.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { ledger } from "../../src/store/ledger.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { setAside } from "../../src/store/set-aside.ts";
import { issued } from "../store/stored.ts";
import { fakes } from "./diary.ts";
import { newAccount } from "./new-account.ts";

const version = "1.2.3";
export const directory = "https://ca.test/dir";

/** Types a command line over a real folder of certbot's; only the authority and nginx are stand-ins. */
export async function typeOn(folder: string, line: string, domain: string): Promise<{ screen: string; code: number }> {
  const screen: string[] = [];
  const print = (text: string) => screen.push(text);
  const code = await runCommand(line.split(" "), {
    environment: { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: `--server ${directory}` },
    print,
    complain: print,
    signal: new AbortController().signal,
    version,
    clock,
    assembly: assemblyOn(folder),
  });
  return { screen: screen.join("\n"), code };
}

const clock = { now: () => new Date() };

function assemblyOn(folder: string): Assembly {
  const bare = lineageStore({ folder, webroot: "/var/www/html", version });
  const never = async () => Promise.reject(new Error("nobody asks for this"));
  return {
    folders: { config: folder, webroot: "/var/www/html", logs: "/var/log/letsencrypt", run: folder },
    parts: async (settings, say) => ({
      ...fakes({ now: clock.now() }).parts,
      ...realParts(folder, settings),
      clock,
      say,
    }),
    postHooks: async () => {},
    options: (name) => readSavedOptions(folder, name),
    repair: (settings, careful = false) =>
      bare.exclusively(() => repairAll(settings, { version, now: clock.now(), careful })),
    setAside: (name) => bare.exclusively(() => setAside(folder, name, clock.now())),
    store: async () => bare,
    board: async () => ({ post: async () => {}, read: async () => undefined }),
    httpsSwitch: never,
    writeUpdateScript: never,
    runCompanion: never,
  };
}

function realParts(folder: string, settings: Settings) {
  const { certbot, lineage } = settings;
  const accounts = accountStore(folder, { lineage: lineage.name });
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
