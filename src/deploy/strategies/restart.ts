import { phrase } from "../../model/phrase.ts";
import { companionClient } from "../companion-client.ts";
import type { DeployStrategy, Place } from "./strategy.ts";

/** The companion restarts the service, which interrupts visitors each time. */
export function restart({ companionSocket, nginx: { host, sslPort } }: Omit<Place, "folders">): DeployStrategy {
  return {
    transport: companionClient(companionSocket),
    server: host,
    patienceMs: 60_000,
    again: "interrupts",
    done: phrase`${host} was restarted`,
    seen: phrase`one running container, restarted for a new certificate (DEPLOY=restart)`,
    fix: (name) =>
      phrase`check that ${host} serves live/${name}/fullchain.pem on port ${sslPort} (NGINX_SSL_PORT): docker compose logs ${host}; then: docker compose exec certbot update-cert`,
    retry: "after-a-fix",
  };
}
