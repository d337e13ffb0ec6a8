import { resolve } from "node:path";
import { utcDay } from "../../base/dates.ts";
import { badWords } from "../../config/bad-settings.ts";
import { hasFlag, lastOf } from "../../config/given.ts";
import { readSettings } from "../../config/settings.ts";
import type { Lineage } from "../../model/lineage.ts";
import { canonicalName, sameNames } from "../../model/lineage-identity.ts";
import { phrase } from "../../model/phrase.ts";
import type { Settings } from "../../model/settings.ts";
import type { RequestFiles, SigningRequest } from "../../model/signing-request.ts";
import { dryRun } from "../../renewal/dry-run.ts";
import { updateLineage } from "../../renewal/update.ts";
import type { Context } from "../context.ts";
import { waitForTurn } from "../in-turn.ts";
import { isPerson, runOptions } from "../run-options.ts";
import type { CommandLine } from "./command-line.ts";
import { inShort } from "./frame.ts";
import { failureLines } from "./lines.ts";

/** Obtains a certificate for the operator's own request, once: it is no lineage, and nothing renews it, as with certbot. */
export async function withCsr(context: Context, line: CommandLine, file: string): Promise<number> {
  const { assembly, complain, log, print, signal } = context;
  const request = await assembly.readRequest(resolve(file));
  const settings = settingsFor(context, line, request);
  for (const warning of settings.warnings) complain(`warning: ${warning}`);
  const say = settings.loudness === "quiet" ? log : print;
  const { name: page, domains } = settings.lineage;
  const lineage = { ...settings.lineage, name: domains[0] };
  if (settings.dryRun) say(`Simulating a certificate request for ${inShort(lineage.domains)}`);
  const whole = await assembly.parts(settings, say, { reloadOnly: true });
  const { parts, written } = await assembly.requestParts(whole, request, placesOf(line), page);
  const options = { ...runOptions(settings, { force: true, byHand: isPerson(context) }), imported: false };
  const run = settings.dryRun ? dryRun : updateLineage;
  const outcome = await waitForTurn(context, () => run(lineage, options, parts, signal));
  await assembly.postHooks(say);
  if (outcome.result === "failed" || outcome.result === "paused") {
    for (const said of failureLines(outcome)) complain(said);
    return 1;
  }
  const files = written();
  if (files && "certificate" in outcome)
    for (const said of writtenLines(files, outcome.certificate.notAfter)) say(said);
  else say("The dry run was successful.");
  return 0;
}

/**
 * The names are those of the request. No conf has its name, and no lineage its page in the ledger: none may begin with a
 * dot.
 */
function settingsFor({ environment, assembly }: Context, line: CommandLine, { names }: SigningRequest): Settings {
  const { folders } = assembly;
  const imported = { ...environment, CERTBOT_OPTIONS: "" };
  const read = (words: readonly string[]) =>
    readSettings({
      environment: imported,
      words: [...line.words, ...words],
      word: "certonly --csr",
      folders,
      ini: line.ini,
    });
  const wanted = names.map(canonicalName);
  if (hasFlag(line.typed, "domains")) checkNames(read([]).lineage, wanted);
  const settings = read(["-d", names.join(",")]);
  const name = `.csr.${settings.lineage.domains[0].replace(/^\*\./, "")}`;
  return { ...settings, lineage: { ...settings.lineage, name, domainAsTyped: name } };
}

function checkNames({ domains }: Lineage, wanted: readonly string[]): void {
  if (sameNames(domains, wanted)) return;
  throw badWords(phrase`--csr is for ${wanted.join(", ")}, and -d for ${domains.join(", ")}`, phrase`remove -d`);
}

function placesOf({ typed }: CommandLine) {
  return {
    cert: lastOf(typed, "certPath"),
    chain: lastOf(typed, "chainPath"),
    fullchain: lastOf(typed, "fullchainPath"),
  };
}

/** certbot's own lines. */
function writtenLines({ cert, chain, fullchain }: RequestFiles, notAfter: Date): readonly string[] {
  return [
    "",
    "Successfully received certificate.",
    `Certificate is saved at:            ${cert}`,
    `Intermediate CA chain is saved at:  ${chain}`,
    `Full certificate chain is saved at: ${fullchain}`,
    `This certificate expires on ${utcDay(notAfter)}.`,
  ];
}
