import { allOf, hasFlag, lastOf } from "../../config/given.ts";
import { readSettings } from "../../config/settings.ts";
import type { Print } from "../../model/contracts.ts";
import type { Outcome } from "../../model/outcome.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";
import { framed, inShort } from "./frame.ts";
import { deployLines, failureLines, receivedLines } from "./lines.ts";
import { lookAt, type Result } from "./result.ts";
import { isServed } from "./served-lineage.ts";
import { targetOf } from "./target.ts";
import type { CertbotVerb } from "./verb.ts";
import { withCsr } from "./with-csr.ts";

/** Obtains a certificate, or renews the lineage that has these names. CERTBOT_OPTIONS does not count. */
export const certonly: CertbotVerb = async (context, line) => {
  const request = lastOf(line.typed, "csr");
  if (request !== undefined) return await withCsr(context, line, request);
  const { print, complain, assembly } = context;
  const typed = await typedSettings(context, line);
  const all = await (await assembly.store()).list();
  const target = targetOf(typed, all, line.given);
  const certbot = { ...(await forgottenReuse(context, target.lineage.name)), ...typed.certbot };
  const settings = { ...typed, certbot, lineage: target.lineage };
  for (const warning of [...settings.warnings, ...target.warnings]) complain(`warning: ${warning}`);

  if (settings.dryRun) print(`Simulating a certificate request for ${inShort(settings.lineage.domains)}`);
  const force = settings.forceRenewal || target.newKeyType;
  const result = await lookAt(context, { settings, force, foreign: !isServed(settings.lineage.name, context) });
  const say = settings.loudness === "quiet" ? context.log : print;
  const code = report(context, settings, result);
  await assembly.postHooks(say);
  return code;
};

/** As with certbot, --reuse-key holds for renew, and the next certonly has to say it again. */
async function forgottenReuse({ assembly }: Context, name: string): Promise<{ reuseKey?: false }> {
  return (await assembly.options(name)).reuseKey ? { reuseKey: false } : {};
}

/** Without -d, --cert-name must name a lineage, whose names are used. */
async function typedSettings({ environment, assembly }: Context, line: CommandLine): Promise<Settings> {
  const { given, typed, words, ini } = line;
  const imported = { ...environment, CERTBOT_OPTIONS: "" };
  const { folders } = assembly;
  const read = (names: readonly string[]) =>
    readSettings({ environment: imported, words: [...words, ...names], word: "certbot", folders, ini });
  if (hasFlag(typed, "domains") || hasFlag(typed, "webrootMap")) return read([]);
  const fromFile = allOf(given, "domains");
  if (fromFile.length > 0) return read(["-d", fromFile.join(",")]);
  const name = lastOf(given, "certName");
  const stored = name === undefined ? undefined : await (await assembly.store()).read(name);
  if (stored !== undefined) return read(["-d", stored.domains.join(",")]);
  throw new Problem({
    code: "no-names",
    message:
      name === undefined
        ? phrase`-d is missing: name the domains`
        : phrase`there is no certificate ${name}, and -d is missing`,
    fix: phrase`certbot certonly -d example.org; for CERTBOT_DOMAIN itself: update-cert`,
    retry: "after-a-fix",
  });
}

function report(context: Context, settings: Settings, result: Result): number {
  const { print, complain, assembly } = context;
  const say = settings.loudness === "quiet" ? context.log : print;
  switch (result.kind) {
    case "new": {
      const { certificate, first, outcome } = result;
      say(
        `${first ? "Requested a certificate for" : "Renewed an existing certificate for"} ${inShort(certificate.domains)}`,
      );
      for (const line of receivedLines(certificate, assembly)) say(line);
      tellDeployment(outcome, say, complain);
      return 0;
    }
    case "kept":
      say("Certificate not yet due for renewal");
      framed(say, ["Certificate not yet due for renewal; no action taken."]);
      tellDeployment(result.outcome, say, complain);
      return 0;
    case "rehearsed":
      say("The dry run was successful.");
      return 0;
    case "failed":
      for (const line of failureLines(result.outcome)) complain(line);
      return 1;
  }
}

function tellDeployment(outcome: Outcome, say: Print, complain: Print): void {
  const { said, warned } = deployLines(outcome);
  for (const line of said) say(line);
  for (const line of warned) complain(line);
}
