import { type DeployStrategy, settlesMs } from "../deploy/strategies/strategy.ts";
import type { Deployer, HttpsSwitch } from "../model/contracts.ts";
import type { Settings } from "../model/settings.ts";

/** HAProxy's folders, as docker/haproxy mounts them into the certbot container. */
const certificates = "/haproxy-certs";
const socketFolder = "/run/haproxy-admin";

/** HAProxy reads a file of its own, which is written first; nginx reads live/. */
export async function atServer({ proxy, folders, haproxyOwner: owner }: Settings, server: Deployer): Promise<Deployer> {
  if (proxy === "nginx") return server;
  const { haproxyDeployer } = await import("../deploy/haproxy-deployer.ts");
  const { combinedPem } = await import("../store/combined-pem.ts");
  const { write } = combinedPem({ folder: certificates, config: folders.config, owner });
  return haproxyDeployer({ server, writePem: write });
}

/** The companion sees HAProxy's new worker, not the end of the old one, which took connections for up to 26 ms more. */
export function strategyFor({ proxy }: Pick<Settings, "proxy">, strategy: DeployStrategy): DeployStrategy {
  return proxy === "haproxy" ? { ...strategy, settlesMs } : strategy;
}

/** enable-https and disable-https. */
export async function switchAt(proxy: Settings["proxy"], transport: HttpsSwitch): Promise<HttpsSwitch> {
  if (proxy !== "haproxy") return transport;
  return (await import("../deploy/haproxy-words.ts")).haproxySwitch(transport);
}

/** Before HAProxy's first start: a certificate of that name, and a folder for its socket. */
export async function prepareHaproxy(name: string, owner: Settings["haproxyOwner"], config: string) {
  const { combinedPem, ownSocketFolder } = await import("../store/combined-pem.ts");
  await ownSocketFolder(socketFolder, owner);
  return await combinedPem({ folder: certificates, config, owner }).placeholder(name);
}
