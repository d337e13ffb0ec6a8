import { join } from "node:path";
import type { StrategyTraits } from "../deploy/strategies/traits.ts";
import type { Companion, Deployer } from "../model/contracts.ts";
import type { Deploy, Settings } from "../model/settings.ts";
import { atServer } from "./haproxy-parts.ts";

/** What the ways need to know. */
export type Place = Pick<Settings, "deploy" | "nginx" | "folders" | "companionSocket">;

/** A way of handing over: who acts on the server, and what is said of it. */
export interface DeployStrategy {
  transport: Companion;
  traits: StrategyTraits;
}

/** What DEPLOY can say. The one table; each is loaded when it is the one. */
const strategies: Record<Deploy, (place: Place) => Promise<DeployStrategy>> = {
  reload: async (place) => ({
    transport: await companionOf(place),
    traits: (await import("../deploy/strategies/traits.ts")).reloaded,
  }),
  restart: async (place) => ({
    transport: await companionOf(place),
    traits: (await moreTraits()).restarted(place.nginx),
  }),
  async signal({ nginx }) {
    const { signalAct } = await import("../deploy/strategies/signal.ts");
    return {
      transport: (await transports()).transportWithout(nginx, signalAct()),
      traits: (await moreTraits()).signalled,
    };
  },
  async stamp({ nginx, folders }) {
    const { stampAct } = await import("../deploy/strategies/stamp.ts");
    const act = stampAct(join(folders.config, "httpsidecar/stamp"));
    return { transport: (await transports()).transportWithout(nginx, act), traits: (await moreTraits()).stamped };
  },
  hook: async () => ({ transport: (await transports()).idleTransport, traits: (await moreTraits()).hooked }),
  none: async () => ({ transport: (await transports()).idleTransport, traits: (await moreTraits()).leftAlone }),
};

const transports = () => import("../deploy/strategies/transport.ts");
const moreTraits = () => import("../deploy/strategies/more-traits.ts");

export async function openStrategy(place: Place): Promise<DeployStrategy> {
  return await strategies[place.deploy](place);
}

/** Whether this way needs the second container. */
export function needsCompanion(deploy: Deploy): boolean {
  return deploy === "reload" || deploy === "restart";
}

/** Hands over in the way that the settings name. `reloadOnly`: nothing is proven on the wire. */
export async function openDeployer(settings: Settings, reloadOnly: boolean): Promise<Deployer> {
  const { transport: companion, traits } = await openStrategy(settings);
  if (reloadOnly) return (await import("../deploy/reload-deployer.ts")).reloadDeployer(companion, traits.done);
  const { nginxDeployer } = await import("../deploy/nginx-deployer.ts");
  const { serviceProof } = await import("../deploy/proof.ts");
  const { shownAt } = await import("../deploy/shown.ts");
  const { nginx, deploy, publicHttpsPort: publicPort } = settings;
  const shown = (name: string) => shownAt(nginx, name);
  const proof = serviceProof({ nginx, publicPort });
  const addExtras = deploy === "reload" ? await openExtras(settings, companion) : undefined;
  const server = nginxDeployer({ companion, traits, proof, shown, ...(addExtras && { addExtras }) });
  if (deploy !== "none") return await atServer(settings, server);
  const { leftDeployer } = await import("../deploy/strategies/left-deployer.ts");
  return await atServer(settings, leftDeployer(server));
}

/** Only the companion puts anything into a running nginx. */
async function openExtras(settings: Settings, companion: Companion) {
  const { extrasAfterProof } = await import("../deploy/extras.ts");
  return extrasAfterProof(companion, (name) => isLedToHttps(settings, name));
}

async function isLedToHttps({ nginx, publicHttpsPort: port }: Settings, domain: string): Promise<boolean> {
  const { fetchProbe } = await import("../challenge/fetch-probe.ts");
  const target = { address: nginx.host, port: nginx.port, domain, path: "/" };
  const answer = await fetchProbe(target, 5000, new AbortController().signal);
  const led = `https://${domain}${port === 443 ? "" : `:${port}`}/`;
  return answer.kind === "answer" && answer.headers["location"] === led;
}

async function companionOf({ companionSocket }: Place): Promise<Companion> {
  const { companionClient } = await import("../deploy/companion-client.ts");
  return companionClient(companionSocket);
}
