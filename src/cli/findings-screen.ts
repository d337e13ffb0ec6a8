import type { Finding, Verdict } from "../doctor/finding.ts";
import { titleOf } from "../doctor/titles.ts";
import { phrase } from "../model/phrase.ts";
import type { Paint } from "./colour.ts";
import { padded, wrapped } from "./columns.ts";

interface Screen {
  paint: Paint;
  /** of the terminal; undefined: there is none, and each text stays on one line for those who search in it */
  columns: number | undefined;
  /** a line also for each check that is ok */
  all?: boolean;
  /** --fix has changed something */
  changed?: boolean;
}

/** The verdict first; then each problem with its meaning and fix, errors first; then what is ok, in one line. */
export function describeFindings(findings: readonly Finding[], screen: Screen): readonly string[] {
  const of = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict);
  const problems = [...of("blocks"), ...of("warning")];
  const fine = screen.all ? of("fine").flatMap((finding) => describe(finding, screen)) : inOneLine(of("fine"), screen);
  return [summed(of, screen), "", ...problems.flatMap((finding) => [...describe(finding, screen), ""]), ...fine];
}

function summed(of: (verdict: Verdict) => readonly Finding[], { paint, changed }: Screen): string {
  const [errors, warnings, fine] = [of("blocks").length, of("warning").length, of("fine").length];
  const end = changed ? phrase`nothing was requested` : phrase`nothing was requested or changed`;
  if (errors + warnings === 0) return phrase`${paint("green", phrase`all is well`)}: ok: ${fine} (${end})`;
  return phrase`errors: ${errors}, warnings: ${warnings}, ok: ${fine} (${end})`;
}

function describe(finding: Finding, { paint, columns }: Screen): readonly string[] {
  const { verdict, saw } = finding;
  const first = `${paint(colours[verdict], padded(verdicts[verdict], 8))} ${padded(titleOf(finding), 12)} ${setIn(saw, columns)}`;
  if (finding.verdict === "fine") return [first];
  // the terminal itself breaks a fix, so that it can be pasted
  return [first, `${margin}${setIn(phrase`means: ${finding.means}`, columns)}`, `${margin}fix: ${finding.fix}`];
}

function inOneLine(fine: readonly Finding[], { paint, columns }: Screen): readonly string[] {
  if (fine.length === 0) return [];
  const titles = new Set(fine.map(titleOf));
  const text = wrapped([...titles].join(phrase`, `), (columns ?? Number.POSITIVE_INFINITY) - 9).join(
    `\n${" ".repeat(9)}`,
  );
  return [`${paint("green", padded(verdicts.fine, 8))} ${text}`];
}

const verdicts: Readonly<Record<Verdict, string>> = {
  fine: phrase`ok`,
  warning: phrase`warning`,
  blocks: phrase`error`,
};
const colours = { fine: "green", warning: "yellow", blocks: "red" } as const;

const margin = " ".repeat(22);

/** nginx's own words have several lines, of which none may look like our fix. */
function setIn(text: string, columns = Number.POSITIVE_INFINITY): string {
  const lines = text.split("\n").flatMap((line) => wrapped(line, columns - margin.length));
  return lines.map((line) => line.replace(/^\s*fix:/, "  $&")).join(`\n${margin}`);
}
