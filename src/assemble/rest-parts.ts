import { join } from "node:path";
import { ownerOnly, someoneListens } from "../base/unix-socket.ts";
import { strategies } from "../deploy/strategies/table.ts";
import { addressText } from "../model/address.ts";
import { aliveSocket } from "../model/companion.ts";
import type { RestPlan } from "../model/keeper.ts";
import type { Certificate } from "../model/lineage.ts";
import { siteName } from "../model/names.ts";
import { type Folders, isEveryTask, type Settings } from "../model/settings.ts";
import { ledgerPath } from "../store/ledger.ts";
import { stateHome } from "../store/state-home.ts";
import { statusPath } from "../store/status-file.ts";
import { serveSocket } from "./only-one.ts";

export type Plan = Omit<RestPlan, "until">;

/** What a resting `serve` notices between its rounds; undefined: its companion cannot be watched. Never throws. */
export async function restPlan(
  folders: Folders,
  settings: Settings | undefined,
  certificate: Certificate | undefined,
): Promise<Plan | undefined> {
  const held = { path: serveSocket(folders.state), mask: ownerOnly };
  if (!settings) return { held };
  const peer = strategies[settings.deploy].companion ? settings.companionSocket : undefined;
  if (peer !== undefined && !(await someoneListens(aliveSocket(peer)))) return undefined;
  const pages = await pagesOf(settings);
  return { held, ...(peer && { peer }), ...(pages && { pages }), ...(certificate && serverOf(settings, certificate)) };
}

async function pagesOf({ metricsPort: port, folders, lineage }: Settings): Promise<Plan["pages"]> {
  if (port === undefined) return undefined;
  const live = join(folders.config, "live");
  const lives = [live, join(live, lineage.name), join(live, lineage.name, "fullchain.pem")];
  return { port, madeOf: [...lives, ledgerPath(await stateHome(folders)), statusPath(folders.run)] };
}

function serverOf({ nginx, lineage, folders }: Settings, certificate: Certificate): Pick<Plan, "server"> {
  if (isEveryTask(nginx.host)) return {};
  const name = siteName(certificate, lineage.domains);
  return {
    server: {
      address: `${nginx.host.includes(":") ? `[${nginx.host}]` : nginx.host}:${nginx.sslPort}`,
      name: addressText(name) === undefined ? name : undefined,
      certificate: join(folders.config, "live", certificate.name, "cert.pem"),
    },
  };
}
