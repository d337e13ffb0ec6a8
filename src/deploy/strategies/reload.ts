import { phrase } from "../../model/phrase.ts";
import { companionClient } from "../companion-client.ts";
import type { DeployStrategy, Place } from "./strategy.ts";

/** The companion tests nginx's configuration, reloads, and sees new workers take over. */
export function reload({ companionSocket }: Pick<Place, "companionSocket">): DeployStrategy {
  return {
    transport: companionClient(companionSocket),
    server: "nginx",
    patienceMs: 5000,
    again: "free",
    done: phrase`nginx tested its configuration and reloaded it`,
    seen: phrase`one running container, configuration valid`,
    fix: (name) =>
      phrase`check ssl_certificate in: docker compose exec nginx nginx -T; it should name live/${name}/fullchain.pem`,
    retry: "look",
    takesExtras: true,
  };
}
