import { paramsOfOptions } from "../config/saved-options.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { LineageStore } from "../model/contracts.ts";
import type { Folders } from "../model/settings.ts";
import { lineageMemory } from "../store/lineage-memory.ts";
import { lineageStore } from "../store/lineages.ts";

/** For the whole process: a round of the loop looks at every lineage of the folder. */
const memory = lineageMemory();

/** The store; its confs keep the flags that certbot would renew with. */
export async function openStore(
  version: string,
  { config: folder, webroot }: Folders,
  certbot: CertbotOptions = {},
): Promise<LineageStore> {
  const kept = { params: paramsOfOptions(certbot), webrootMap: certbot.webrootMap ?? {} };
  return lineageStore({ folder, webroot, version, memory, ...kept });
}
