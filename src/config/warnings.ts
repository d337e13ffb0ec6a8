import { phrase } from "../model/phrase.ts";
import type { StaleFlag } from "../model/settings.ts";
import { byHand } from "../model/typed-lines.ts";
import { isStagingDirectory } from "./authority.ts";
import { thenStart } from "./bad-settings.ts";
import type { Choice } from "./choice.ts";
import { hasFlag, lastOf } from "./given.ts";
import { directoryOf } from "./known-authorities.ts";
import type { Given } from "./options.ts";

/** Flags left in `where`, CERTBOT_OPTIONS or a file, that prevent a real certificate, each with the fix. */
function leftIn(where: string, left: readonly Given[]): readonly StaleFlag[] {
  const inEnv = where === "CERTBOT_OPTIONS";
  const mend = inEnv
    ? phrase`remove it in .env, ${thenStart}`
    : phrase`remove it, then: docker compose restart certbot`;
  const dryRun = phrase`${where} contains --dry-run: no certificate is obtained and health stays red; ${mend}`;
  const staging = phrase`${where} names Let's Encrypt's staging directory: no browser trusts its certificates, health stays red; ${mend}`;
  const isStaging = hasFlag(left, "staging");
  return [
    ...(hasFlag(left, "dryRun") ? [{ flag: "--dry-run", where, says: dryRun } as const] : []),
    ...(isStaging || isStagingDirectory(directoryOf(lastOf(left, "server") ?? ""))
      ? [{ flag: isStaging ? "--staging" : "--server", where, says: staging } as const]
      : []),
  ];
}

/** Flags that prevent a real certificate, wherever they were left. */
export function staleFlagsOf({ fromVariable, fromFile }: Choice): readonly StaleFlag[] {
  return [...leftIn("CERTBOT_OPTIONS", fromVariable), ...leftIn(fromFile[0]?.file ?? "", fromFile)];
}

function forceIn(where: string, left: readonly Given[], word: string): readonly string[] {
  const force = phrase`${where} contains --force-renewal: ignored here, it would exhaust the CA's rate limit; to renew now: ${byHand} --force-renewal`;
  return hasFlag(left, "forceRenewal") && word === "serve" ? [force] : [];
}

/** Warnings about the options of a run. */
export function warningsAbout(choice: Choice, word: string): readonly string[] {
  const { all, fromVariable, fromFile } = choice;
  const left = staleFlagsOf(choice).map(({ says }) => says);
  const forced = [
    ...forceIn("CERTBOT_OPTIONS", fromVariable, word),
    ...forceIn(fromFile[0]?.file ?? "", fromFile, word),
  ];
  return [...notesOf(all), ...left, ...forced];
}

/** Flags without effect, each once with the reason. */
function notesOf(all: readonly Given[]): readonly string[] {
  return [...new Set(all.flatMap(({ note }) => note ?? []))];
}
