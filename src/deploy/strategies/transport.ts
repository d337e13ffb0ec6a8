import { type CompanionAnswer, type CompanionCode, fixMark } from "../../model/companion.ts";
import type { Companion } from "../../model/contracts.ts";
import { phrase } from "../../model/phrase.ts";
import type { NginxAddress } from "../../model/settings.ts";
import { answersTls } from "./tls.ts";

/** What is done to have a new certificate taken. */
export type Act = () => Promise<CompanionAnswer>;

/**
 * Stands where the companion would, for ways that need none: it looks at the wire, acts in its own way, and switches
 * nothing, since only what holds the Docker socket can.
 */
export function transportWithout(nginx: NginxAddress, act: Act): Companion {
  const looked = async () => told("unchanged", { https: await answersTls(nginx) });
  return {
    async ask(verb) {
      if (verb === "reload") return await act();
      return verb in switches ? switchedByOperator(switches[verb as Switch]) : await looked();
    },
  };
}

/** An answer in the companion's form. */
export function told(code: CompanionCode, more: Partial<CompanionAnswer> = {}): CompanionAnswer {
  return { code, nginx: true, https: true, challenge: true, off: false, notes: [], output: "", ...more };
}

/** An answer that is a failure, with its fix. */
export function failed(code: CompanionCode, message: string, fix: string): CompanionAnswer {
  return told(code, { output: `${message}\n${fixMark}${fix}` });
}

const switches = {
  "enable-https": "NGINX_HTTPS_ENABLED=true",
  "disable-https": "NGINX_HTTPS_ENABLED=false",
  "enable-challenge": "NGINX_ENABLE_CERTBOT_CHALLENGE=true",
} as const;
type Switch = keyof typeof switches;

function switchedByOperator(line: string): CompanionAnswer {
  const fix = phrase`set ${line} in .env and run: docker compose up -d --no-deps --force-recreate nginx certbot`;
  return failed("unknown-shape", phrase`nobody here has the Docker socket, so this is done by hand, once`, fix);
}

/** For ways that leave it to others: whoever they are, they are asked nothing. */
export const idleTransport: Companion = { ask: async () => told("done") };
