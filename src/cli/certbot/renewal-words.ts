import { hasFlag } from "../../config/given.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import type { CommandLine } from "./command-line.ts";

/**
 * The words after renew, completed from the lineage: its names, its own name, and its CA. certbot tests every lineage
 * at Let's Encrypt's staging directory; here one of another CA is tested at that CA.
 */
export function renewalWords(
  { verb, words, given }: CommandLine,
  { name, domains, directory }: Certificate,
): { words: readonly string[]; warnings: readonly string[] } {
  const names = ["--cert-name", name, "-d", domains.join(",")];
  const answered = hasFlag(given, "server") || hasFlag(given, "staging");
  const dryRun = hasFlag(given, "dryRun");
  const ofLetsEncrypt = directory === undefined || /^https:\/\/acme[\w-]*\.api\.letsencrypt\.org\//.test(directory);
  if (answered || (dryRun && ofLetsEncrypt) || directory === undefined)
    return { words: [...words, ...names], warnings: [] };
  const isOnlyTried = dryRun && verb === "renew";
  const warnings = isOnlyTried
    ? [phrase`${name}: dry run at ${new URL(directory).host}, which issued it; nothing is saved`]
    : [];
  return { words: [...words, ...names, "--server", directory], warnings };
}
