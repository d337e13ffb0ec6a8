import { phrase } from "../../model/phrase.ts";
import { companionClient } from "../companion-client.ts";
import type { DeployStrategy, Place } from "./strategy.ts";

/** The companion puts the certificate into secrets and has the Engine replace the service's tasks one by one. */
export function swarm({ companionSocket, nginx: { host, sslPort } }: Omit<Place, "folders">): DeployStrategy {
  return {
    transport: companionClient(companionSocket),
    server: "nginx",
    patienceMs: 15_000,
    again: "useless",
    done: phrase`the service's tasks were replaced by tasks with the new certificate`,
    seen: phrase`a swarm service whose tasks get the certificate as secrets (DEPLOY=swarm)`,
    fix: (name) =>
      phrase`check that each address of ${host} serves live/${name}/fullchain.pem on port ${sslPort} (NGINX_SSL_PORT): docker service ps, docker service logs`,
    retry: "look",
  };
}
