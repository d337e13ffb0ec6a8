import { isStagingDirectory } from "./authority.ts";
import { thenStart } from "./bad-settings.ts";
import { hasFlag, lastOf } from "./given.ts";
import type { Given } from "./options.ts";

const mend = `take it out in .env, ${thenStart}`;
const byHand = "docker compose exec certbot update-cert";

/** What was left in CERTBOT_OPTIONS and keeps a real certificate from coming, each with the mend. */
export function warningsOf(fromVariable: readonly Given[], word: string): readonly string[] {
  const dryRun = `CERTBOT_OPTIONS has --dry-run: it only rehearses, no certificate comes and health stays red; ${mend}`;
  const staging = `CERTBOT_OPTIONS names Let's Encrypt's staging directory: no browser trusts its certificates, health stays red; ${mend}`;
  const force = `CERTBOT_OPTIONS has --force-renewal: not heeded here, it would spend what the authority allows; to renew now: ${byHand} --force-renewal`;
  return [
    ...(hasFlag(fromVariable, "dryRun") ? [dryRun] : []),
    ...(hasFlag(fromVariable, "staging") || isStagingDirectory(lastOf(fromVariable, "server")) ? [staging] : []),
    ...(hasFlag(fromVariable, "forceRenewal") && word === "serve" ? [force] : []),
  ];
}

/** Flags that are taken and change nothing, each once with the reason. */
export function notesOf(all: readonly Given[]): readonly string[] {
  return [...new Set(all.flatMap(({ note }) => note ?? []))];
}
