import { mayRunSavedHooks, paramsOfOptions } from "../config/saved-options.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { LineageStore } from "../model/contracts.ts";
import type { Folders } from "../model/settings.ts";
import { lineageMemory } from "../store/lineage-memory.ts";
import { lineageStore } from "../store/lineages.ts";

/** For the whole process: a round of the loop looks at every lineage of the folder. */
const memory = lineageMemory();

type Environment = Readonly<Record<string, string | undefined>>;

/** The store; its confs keep the flags that certbot would renew with. RUN_SAVED_HOOKS lets the hooks of a conf run. */
export async function openStore(
  { version, environment }: { version: string; environment: Environment },
  { config: folder, webroot }: Folders,
  certbot: CertbotOptions = {},
): Promise<LineageStore> {
  const mayRun = mayRunSavedHooks(environment) ? programIn(environment["PATH"]) : undefined;
  return lineageStore({ folder, webroot, version, memory, mayRun, ...keptOptions(certbot) });
}

/** What a conf keeps of the options. */
export const keptOptions = (certbot: CertbotOptions) => ({
  params: paramsOfOptions(certbot),
  webrootMap: certbot.webrootMap ?? {},
});

const programIn =
  (path = "") =>
  async (hook: string) =>
    await (await import("../deploy/hook-programs.ts")).isProgram(hook.trim().split(/\s+/)[0] ?? "", path);
