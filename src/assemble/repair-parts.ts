import type { Repair } from "../model/repair.ts";
import type { Settings } from "../model/settings.ts";

/** Mends every lineage there is, and the one of CERTBOT_DOMAIN. Throws Problem for what the disk refuses. */
export async function repairAll(
  settings: Settings,
  { version, now, careful }: { version: string; now: Date; careful: boolean },
): Promise<readonly Repair[]> {
  const { namesToRepair, repairLineage } = await import("../store/repair.ts");
  const { accountStore } = await import("../store/accounts.ts");
  const { folders, lineage, directory: server } = settings;
  const folder = folders.config;
  const account = (await accountStore(folder).find(server))?.id;
  const facts = { version, account, server, webroot: folders.webroot };
  const done: Repair[] = [];
  for (const name of new Set([...(await namesToRepair(folder)), lineage.name])) {
    done.push(...(await repairLineage(name, { folder, now, facts, careful })));
  }
  return done;
}
