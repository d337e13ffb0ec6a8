import type { CompanionAnswer } from "../../model/companion.ts";
import type { Companion } from "../../model/contracts.ts";
import { phrase } from "../../model/phrase.ts";
import type { NginxAddress } from "../../model/settings.ts";
import { answersTls } from "../tls-peer.ts";
import { answer, failed } from "./answer.ts";

/** How a new certificate gets taken. */
export type Act = () => Promise<CompanionAnswer>;

/**
 * Answers in the companion's place: observes the wire, acts in its own way, and switches nothing, since only the holder
 * of the Docker socket can.
 */
export function withoutCompanion({ host, sslPort: port }: NginxAddress, act: Act): Companion {
  return {
    async ask(verb) {
      if (verb === "reload") return await act();
      if (verb in switches) return switchedByOperator(switches[verb as Switch]);
      return answer("unchanged", { https: await answersTls({ host, port }) });
    },
  };
}

/** Does nothing: the operator's own means do it. */
export const leftToOthers: Companion = { ask: async () => answer("done") };

const switches = {
  "enable-https": "NGINX_HTTPS_ENABLED=true",
  "disable-https": "NGINX_HTTPS_ENABLED=false",
  "enable-challenge": "NGINX_ENABLE_CERTBOT_CHALLENGE=true",
} as const;
type Switch = keyof typeof switches;

function switchedByOperator(line: string): CompanionAnswer {
  const fix = phrase`set ${line} in .env and run: docker compose up -d --no-deps --force-recreate nginx certbot`;
  return failed("unknown-shape", phrase`the Docker socket is not available here, so this is done by hand, once`, fix);
}
