import { hasFlag, lastOf } from "../../config/given.ts";
import type { LineageStore, Print, StoredLineage } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import type { Context } from "../context.ts";
import { describeProblem } from "../describe.ts";
import type { CommandLine } from "./command-line.ts";
import { framed, rule } from "./frame.ts";
import { lineageSettings } from "./lineage-settings.ts";
import { deployLines, failureLines } from "./lines.ts";
import { lookAt } from "./result.ts";
import { isServed } from "./served-lineage.ts";
import { type Row, summaryOf } from "./summary.ts";
import type { CertbotVerb } from "./verb.ts";

/** Checks every lineage, renews what is due, and prints certbot's summary. Exit code 1 when anything failed. */
export const renew: CertbotVerb = async (given, line) => {
  const context = { ...given, complain: warningsOnce(given.complain) };
  const { assembly, print, complain, log } = context;
  const quiet = hasFlag(line.given, "quiet");
  const say = quiet ? log : print;
  const rows: Row[] = [];
  for (const lineage of await chosen(context, line)) rows.push(await processOne(context, line, lineage, say));

  const { lines, failed } = summaryOf(rows, { dryRun: hasFlag(line.given, "dryRun"), config: assembly.folders.config });
  framed(say, lines);
  await assembly.postHooks(say);
  if (failed !== undefined) complain(failed);
  return failed === undefined ? 0 : 1;
};

/** A warning about the options concerns every lineage, and is said once. */
function warningsOnce(complain: Print): Print {
  const said = new Set<string>();
  return (line) => {
    if (line.startsWith("warning:") && said.has(line)) return;
    said.add(line);
    complain(line);
  };
}

async function chosen({ assembly }: Context, { given }: CommandLine): Promise<readonly StoredLineage[]> {
  if (hasFlag(given, "domains")) {
    throw problem(
      phrase`renew does not accept -d: the domains are those of the certificate`,
      "certbot certonly --cert-name NAME -d NAMES",
    );
  }
  const all = await mendedList(await assembly.store());
  const name = lastOf(given, "certName");
  const found = all.filter((lineage) => name === undefined || lineage.name === name);
  if (name !== undefined && found.length === 0) {
    throw problem(`No certificate found with name ${name}`, phrase`see the names: certbot certificates`);
  }
  return found;
}

/** Taking the lock repairs what a killed run has left half done. */
async function mendedList(store: LineageStore): Promise<readonly StoredLineage[]> {
  const all = await store.list();
  if (all.every((lineage) => "certificate" in lineage)) return all;
  try {
    return await store.exclusively(() => store.list());
  } catch (error) {
    if (error instanceof Problem) return all;
    throw error;
  }
}

async function processOne(
  context: Context,
  line: CommandLine,
  lineage: StoredLineage,
  say: (text: string) => void,
): Promise<Row> {
  const { name } = lineage;
  for (const text of [rule, `Processing ${context.assembly.folders.config}/renewal/${name}.conf`, rule]) say(text);
  try {
    if ("problem" in lineage) throw lineage.problem;
    return await renewOne(context, await lineageSettings(context, line, lineage.certificate), lineage.certificate, say);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const text of describeProblem(error)) context.complain(text);
    return { name, kind: "parsefail" };
  }
}

async function renewOne(
  context: Context,
  settings: Settings,
  certificate: Certificate,
  say: (text: string) => void,
): Promise<Row> {
  const { name, notAfter } = certificate;
  const { certbot, forceRenewal: force, dryRun, warnings } = settings;
  for (const warning of warnings) context.complain(`warning: ${warning}`);
  if (certbot.autorenew === false && !force && !dryRun) return { name, kind: "skipped", notAfter };
  if (dryRun) say(`Simulating renewal of an existing certificate for ${certificate.domains.join(" and ")}`);
  const foreign = !isServed(settings.lineage.name, context);
  const result = await lookAt(context, { settings, force, foreign });
  if (result.kind === "rehearsed") return { name, kind: "success" };
  if (result.kind === "failed") {
    for (const text of failureLines(result.outcome)) context.complain(text);
    return { name, kind: "failure" };
  }
  const { said, warned } = deployLines(result.outcome);
  for (const text of said) say(text);
  for (const text of warned) context.complain(text);
  if (result.kind === "new") return { name, kind: "success" };
  say("Certificate not yet due for renewal");
  return { name, kind: "skipped", notAfter };
}

function problem(message: string, fix: string): Problem {
  return new Problem({ code: "cannot-renew", message, fix, retry: "after-a-fix" });
}
