import { phrase } from "../../model/phrase.ts";
import type { Retry } from "../../model/problem.ts";

/** How a way of handing over says, proves and mends. */
export interface StrategyTraits {
  /** what the server is called, at the beginning of a line */
  server: string;
  /** looks at what is served, half a second apart, before it counts as not served */
  looks: number;
  /** it is handed over once more when it was not taken */
  repeat: boolean;
  /** what was done, for a person who asked for it */
  done: string;
  /** what to do when the lineage of that name is not served in the end */
  fix(name: string): string;
  retry: Retry;
}

/** The companion tests nginx's configuration, reloads, and sees that new workers took over. */
export const reloaded: StrategyTraits = {
  server: "nginx",
  looks: 5,
  repeat: true,
  done: phrase`nginx tested its configuration and reloaded it`,
  fix: (name) =>
    phrase`look at ssl_certificate in: docker compose exec nginx nginx -T; it should name live/${name}/fullchain.pem`,
  retry: "look",
};
