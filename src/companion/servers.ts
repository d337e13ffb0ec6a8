import type { CompanionSettings } from "../model/settings.ts";
import type { CompanionContext } from "./context.ts";
import { haproxyServer } from "./haproxy/haproxy-server.ts";
import { nginxServer } from "./nginx-server.ts";
import { restartedServer } from "./restart/restarted-server.ts";
import type { WebServer } from "./web-server.ts";

type Kind = CompanionSettings["proxy"] | "restarted";

const servers: Record<Kind, (context: CompanionContext, settings: CompanionSettings) => WebServer> = {
  nginx: nginxServer,
  haproxy: haproxyServer,
  restarted: restartedServer,
};

/** The stack's web server, by PROXY and DEPLOY. */
export function serverOf(context: CompanionContext, settings: CompanionSettings): WebServer {
  const kind = settings.deploy === "restart" ? "restarted" : settings.proxy;
  return servers[kind](context, settings);
}
