import { examine, worst } from "../doctor/examine.ts";
import type { Finding, Verdict } from "../doctor/finding.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { type Paint, painter } from "./colour.ts";
import { padded } from "./columns.ts";
import type { Context, Word } from "./context.ts";
import { settingsFor } from "./settings.ts";
import { readFlags } from "./status/status.ts";

/** Looks at everything between here and a certificate that visitors get; orders nothing. Exit code: 0 fine, 1 warnings, 2 something blocks. */
export const doctor: Word = async (context) => {
  const { environment, words, assembly, print, colour } = context;
  const { json } = readFlags(words, "doctor");
  const settings = await settingsOf(context);
  const { folders } = settings instanceof Problem ? assembly : settings;
  const parts = settings instanceof Problem ? undefined : await assembly.doctor(settings, context.signal);
  const given = { environment, settings, folders, folder: assembly.folder };
  const findings = await examine(given, parts).finally(() => parts?.close());
  if (json) print(JSON.stringify({ schema: 1, verdict: worst(findings), findings }, null, 2));
  else for (const line of describeFindings(findings, painter(colour))) print(line);
  return exitCodes[worst(findings)];
};

const exitCodes: Readonly<Record<Verdict, number>> = { fine: 0, warning: 1, blocks: 2 };

async function settingsOf(context: Context): Promise<Settings | Problem> {
  try {
    return await settingsFor({ ...context, words: [] }, "doctor");
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

const verdicts: Readonly<Record<Verdict, string>> = {
  fine: phrase`fine`,
  warning: phrase`warning`,
  blocks: phrase`blocks`,
};
const colours = { fine: "green", warning: "yellow", blocks: "red" } as const;

/** A line a finding; under what is not fine, what it means and what to do. The last line counts. */
export function describeFindings(findings: readonly Finding[], paint: Paint): readonly string[] {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const sum = phrase`${count("blocks")} blocking, ${count("warning")} warnings, ${count("fine")} fine; nothing was ordered or changed`;
  return [...findings.flatMap((finding) => describe(finding, paint)), "", sum];
}

function describe(finding: Finding, paint: Paint): readonly string[] {
  const { check, verdict, saw } = finding;
  const first = `${paint(colours[verdict], padded(verdicts[verdict], 8))} ${check.padEnd(12)} ${saw}`;
  if (finding.verdict === "fine") return [first];
  return [first, phrase`${" ".repeat(22)}means: ${finding.means}`, `${" ".repeat(22)}fix: ${finding.fix}`];
}
