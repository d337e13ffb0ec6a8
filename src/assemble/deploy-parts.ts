import type { IsLed } from "../deploy/extras.ts";
import type { DeployStrategy, Place } from "../deploy/strategies/strategy.ts";
import { strategies } from "../deploy/strategies/table.ts";
import type { Companion, Deployer } from "../model/contracts.ts";
import type { ProbeAnswer, ProbeTarget } from "../model/probe.ts";
import type { NginxAddress, Settings } from "../model/settings.ts";
import { atServer, strategyFor } from "./haproxy-parts.ts";

export async function openStrategy(place: Place & Pick<Settings, "deploy">): Promise<DeployStrategy> {
  return await strategies[place.deploy].open(place);
}

/** `reloadOnly`: nothing is proven on the wire. */
export async function openDeployer(settings: Settings, reloadOnly: boolean): Promise<Deployer> {
  const strategy = await openStrategy(settings);
  if (reloadOnly) return (await import("../deploy/reload-deployer.ts")).reloadDeployer(strategy);
  const { nginxDeployer } = await import("../deploy/nginx-deployer.ts");
  const { serviceProof } = await import("../deploy/proof.ts");
  const { shownAt } = await import("../deploy/shown.ts");
  const { nginx, publicHttpsPort: publicPort } = settings;
  const isLed = (name: string) => isLedToHttps(nginx, name);
  const server = nginxDeployer({
    strategy: strategyFor(settings, strategy),
    publicPort,
    proof: serviceProof({ nginx, publicPort, names: settings.lineage.domains, ask }),
    shown: (name) => shownAt(nginx, name),
    isLed,
    ...(strategy.takesExtras ? { addExtras: await openExtras(strategy.transport, isLed) } : {}),
  });
  return await atServer(settings, strategy.adapt?.(server) ?? server);
}

async function openExtras(companion: Companion, isLed: IsLed) {
  const { extrasAfterProof } = await import("../deploy/extras.ts");
  return extrasAfterProof(companion, isLed);
}

async function isLedToHttps(nginx: NginxAddress, domain: string): Promise<boolean | undefined> {
  const answer = await ask({ address: nginx.host, port: nginx.port, domain, path: "/" });
  return answer.kind === "answer" ? /^https:/i.test(answer.headers["location"] ?? "") : undefined;
}

async function ask(target: ProbeTarget): Promise<ProbeAnswer> {
  const { fetchProbe } = await import("../challenge/fetch-probe.ts");
  return await fetchProbe(target, 5000, new AbortController().signal);
}
