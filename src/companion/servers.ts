import type { CompanionSettings } from "../model/settings.ts";
import type { CompanionContext } from "./context.ts";
import { haproxyServer } from "./haproxy/haproxy-server.ts";
import { nginxServer } from "./nginx-server.ts";
import { restartedServer } from "./restart/restarted-server.ts";
import { swarmServer } from "./swarm/swarm-server.ts";
import type { WebServer } from "./web-server.ts";

type Kind = CompanionSettings["proxy"] | "restarted" | "swarm";

const servers: Record<Kind, (context: CompanionContext, settings: CompanionSettings) => WebServer> = {
  nginx: nginxServer,
  haproxy: haproxyServer,
  restarted: restartedServer,
  swarm: swarmServer,
};

/** The stack's web server, by PROXY and DEPLOY. */
export function serverOf(context: CompanionContext, settings: CompanionSettings): WebServer {
  return servers[kindOf(settings)](context, settings);
}

function kindOf({ deploy, proxy }: CompanionSettings): Kind {
  if (deploy === "swarm") return deploy;
  return deploy === "restart" ? "restarted" : proxy;
}
