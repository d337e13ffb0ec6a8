import { hasFlag, lastOf } from "../../config/given.ts";
import type { Ledger, LineageStore, Print, StoredLineage } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import { isAtRest } from "../../renewal/others.ts";
import type { Context } from "../context.ts";
import { describeProblem } from "../describe.ts";
import { aMinute, inTurn } from "../in-turn.ts";
import { amongMany, reloadOnce, withLockHeld } from "../others-steps.ts";
import { isPerson } from "../run-options.ts";
import { type Beside, sideBySide } from "../side-by-side.ts";
import type { CommandLine } from "./command-line.ts";
import { framed, rule } from "./frame.ts";
import { lineageSettings } from "./lineage-settings.ts";
import { deployLines, failureLines } from "./lines.ts";
import { lookAt } from "./result.ts";
import { isServed } from "./served-lineage.ts";
import { type Row, summaryOf } from "./summary.ts";
import type { CertbotVerb } from "./verb.ts";

/**
 * Checks every lineage, renews what is due, and prints certbot's summary. The lock is held for all of them, as certbot
 * does, and what was renewed together is handed to nginx by one reload. Exit code 1 when anything failed.
 */
export const renew: CertbotVerb = async (given, line) => {
  const context = { ...given, complain: warningsOnce(given.complain) };
  const { assembly, complain } = context;
  const say = sayOf(context, line);
  const store = await assembly.store();
  const rows = await inTurn(aMinute(context), () => store.exclusively(() => processAll(context, line, store)));

  const { lines, failed } = summaryOf(rows, { dryRun: hasFlag(line.given, "dryRun"), config: assembly.folders.config });
  framed(say, lines);
  await assembly.postHooks(say);
  if (failed !== undefined) complain(failed);
  return failed === undefined ? 0 : 1;
};

const sayOf = ({ print, log }: Context, { given }: CommandLine): Print => (hasFlag(given, "quiet") ? log : print);

/** A warning about the options concerns every lineage, and is said once. */
function warningsOnce(complain: Print): Print {
  const said = new Set<string>();
  return (line) => {
    if (line.startsWith("warning:") && said.has(line)) return;
    said.add(line);
    complain(line);
  };
}

async function processAll(context: Context, line: CommandLine, store: LineageStore): Promise<Row[]> {
  const { assembly } = context;
  const all = await chosen(store, line);
  let foreign: Settings | undefined;
  const parts: Context["assembly"]["parts"] = async (settings, print, how) => {
    const own = await assembly.parts(settings, print, how);
    if (how?.reloadOnly) foreign = settings;
    return how?.reloadOnly ? amongMany(own) : withLockHeld(own);
  };
  const among = { ...context, assembly: { ...assembly, parts } };
  const ledger = await assembly.ledger(context.complain);
  try {
    const rows = await sideBySide(among, all, (lineage, beside) => processOne({ ...beside, line, ledger }, lineage));
    if (foreign && !hasFlag(line.given, "dryRun"))
      await reloadOnce({ ...context, print: sayOf(context, line) }, foreign, all);
    return rows;
  } finally {
    await ledger.settle();
  }
}

async function chosen(store: LineageStore, { given }: CommandLine): Promise<readonly StoredLineage[]> {
  if (hasFlag(given, "domains")) {
    throw problem(
      phrase`renew does not accept -d: the domains are those of the certificate`,
      "certbot certonly --cert-name NAME -d NAMES",
    );
  }
  const all = await store.list();
  const name = lastOf(given, "certName");
  const found = all.filter((lineage) => name === undefined || lineage.name === name);
  if (name !== undefined && found.length === 0) {
    throw problem(`No certificate found with name ${name}`, phrase`see the names: certbot certificates`);
  }
  return found;
}

interface Run extends Beside {
  line: CommandLine;
  ledger: Ledger;
}

async function processOne(run: Run, lineage: StoredLineage): Promise<Row> {
  const { context, line } = run;
  const { name } = lineage;
  const say = sayOf(context, line);
  for (const text of [rule, `Processing ${context.assembly.folders.config}/renewal/${name}.conf`, rule]) say(text);
  try {
    if ("problem" in lineage) throw lineage.problem;
    const { certificate } = lineage;
    const settings = await lineageSettings(context, line, certificate);
    return await run.apart(settings, () => renewOne(run, settings, certificate, say));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const text of describeProblem(error)) context.complain(text);
    return { name, kind: "parsefail" };
  }
}

async function renewOne(run: Run, settings: Settings, certificate: Certificate, say: Print): Promise<Row> {
  const { context } = run;
  const { name, notAfter } = certificate;
  const { certbot, forceRenewal: force, dryRun, warnings } = settings;
  for (const warning of warnings) context.complain(`warning: ${warning}`);
  if (certbot.autorenew === false && !force && !dryRun) return { name, kind: "skipped", notAfter };
  if (dryRun) say(`Simulating renewal of an existing certificate for ${certificate.domains.join(" and ")}`);
  const foreign = !isServed(settings.lineage.name, context);
  if (foreign && !force && !dryRun && (await isToRest(run, settings, certificate))) {
    say(notDue);
    return { name, kind: "skipped", notAfter };
  }
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
  say(notDue);
  return { name, kind: "skipped", notAfter };
}

const notDue = "Certificate not yet due for renewal";

/** As the loop finds it, which takes a tenth of a whole check; an operator has the CA asked all the same. */
async function isToRest({ context, ledger }: Run, { directory }: Settings, certificate: Certificate): Promise<boolean> {
  if (isPerson(context)) return false;
  const { name } = certificate;
  const facts = { stored: { name, certificate }, entry: await ledger.read(name), directory, checkedAt: undefined };
  return isAtRest(facts, context.clock.now());
}

function problem(message: string, fix: string): Problem {
  return new Problem({ code: "cannot-renew", message, fix, retry: "after-a-fix" });
}
