import { parseArgs } from "node:util";
import { examine, worst } from "../doctor/examine.ts";
import type { Finding, Verdict } from "../doctor/finding.ts";
import { titleOf } from "../doctor/titles.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import type { Step } from "../model/step.ts";
import { type Paint, painter } from "./colour.ts";
import { padded, wrapped } from "./columns.ts";
import type { Assembly, Context, Word } from "./context.ts";
import { mend } from "./mend.ts";
import { settingsFor } from "./settings.ts";
import { noSteps } from "./steps/live-steps.ts";

/**
 * Looks at everything between here and a certificate that visitors get; orders nothing, and changes nothing without
 * --fix. Exit code: 0 fine, 1 warnings, 2 something blocks.
 */
export const doctor: Word = async (context) => {
  const { words, print, columns, step } = context;
  const paint = painter(context.colour);
  const { json, fix, yes } = readFlags(words);
  const settings = await settingsOf(context);
  const watched: Step = json ? noSteps.step : step;
  const lookNow = () => watched(phrase`running all checks`, () => look(context, settings));
  const first = await lookNow();
  if (json) print(JSON.stringify({ schema: 1, verdict: worst(first), findings: first }, null, 2));
  else for (const line of describeFindings(first, { paint, columns })) print(line);
  if (!fix || settings instanceof Problem) return exitCodes[worst(first)];

  if (!(await mend(first, { context, settings, yes }))) return exitCodes[worst(first)];
  const second = await lookNow();
  const left = describeFindings(second, { paint, columns, end: phrase`nothing was ordered` });
  for (const line of left) print(line);
  return exitCodes[worst(second)];
};

export interface Doctor extends Pick<Context, "environment" | "signal"> {
  assembly: Pick<Assembly, "folders" | "folder" | "doctor">;
}

/** What every check finds now. */
export async function look({ environment, assembly, signal }: Doctor, settings: Settings | Problem) {
  const { folders } = settings instanceof Problem ? assembly : settings;
  const parts = settings instanceof Problem ? undefined : await assembly.doctor(settings, signal);
  const given = { environment, settings, folders, folder: assembly.folder };
  return await examine(given, parts).finally(() => parts?.close());
}

export const isFault = ({ verdict }: Finding) => verdict !== "fine";

/** Throws Problem `bad-words` for anything but its three flags. */
function readFlags(words: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({ args: [...words], options: { json: flag, fix: flag, yes: flag } });
    if (!values.json || !values.fix) return values;
  } catch {}
  throw new Problem({
    code: "bad-words",
    message: phrase`doctor accepts --json, or --fix, or --fix --yes`,
    fix: "docker compose exec certbot httpsidecar doctor",
  });
}

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
  fine: phrase`ok`,
  warning: phrase`warning`,
  blocks: phrase`error`,
};
const colours = { fine: "green", warning: "yellow", blocks: "red" } as const;

interface Screen {
  paint: Paint;
  /** of the terminal; undefined: there is none, and what is said stays one line for those who search in it */
  columns: number | undefined;
  end?: string;
}

/** A line a finding; under what is not fine, what it means and what to do. The last line counts. */
export function describeFindings(
  findings: readonly Finding[],
  { paint, columns, end = phrase`nothing was ordered or changed` }: Screen,
): readonly string[] {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const sum = phrase`${count("blocks")} blocking, ${count("warning")} warnings, ${count("fine")} fine; ${end}`;
  return [...findings.flatMap((finding) => describe(finding, paint, columns)), "", sum];
}

function describe(finding: Finding, paint: Paint, columns: number | undefined): readonly string[] {
  const { check, verdict, saw } = finding;
  const first = `${paint(colours[verdict], padded(verdicts[verdict], 8))} ${padded(titleOf(check), 12)} ${setIn(saw, columns)}`;
  if (finding.verdict === "fine") return [first];
  const means = setIn(phrase`means: ${finding.means}`, columns);
  // a fix is left to the terminal, so that it can be pasted
  return [first, `${margin}${means}`, `${margin}fix: ${finding.fix}`];
}

const margin = " ".repeat(22);

/** nginx's own words come in several lines. */
function setIn(text: string, columns = Number.POSITIVE_INFINITY): string {
  const lines = text.split("\n").flatMap((line) => wrapped(line, columns - margin.length));
  return lines.join(`\n${margin}`);
}
