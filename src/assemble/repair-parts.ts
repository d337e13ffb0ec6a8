import type { Repair } from "../model/repair.ts";
import type { Settings } from "../model/settings.ts";
import { openAccounts } from "./certbot-parts.ts";

export interface RepairHow {
  version: string;
  now: Date;
  /** only the lineage of CERTBOT_DOMAIN, and only changes that cannot lose data */
  careful?: boolean;
}

/** Repairs every lineage, and the one of CERTBOT_DOMAIN. Throws Problem for what the disk refuses. */
export async function repairAll(settings: Settings, { version, now, careful = false }: RepairHow) {
  const { namesToRepair, repairLineage } = await import("../store/repair.ts");
  const { folders, lineage, directory: server } = settings;
  const folder = folders.config;
  const account = (await (await openAccounts(settings, lineage.name)).find(server))?.id;
  const facts = { version, account, server, webroot: folders.webroot };
  const done: Repair[] = [];
  for (const name of new Set([...(careful ? [] : await namesToRepair(folder)), lineage.name])) {
    done.push(...(await repairLineage(name, { folder, now, facts, careful })));
  }
  return done;
}
