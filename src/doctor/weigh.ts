import type { Found, Weighing } from "../model/weekly.ts";
import type { Finding } from "./finding.ts";
import { titleOf } from "./titles.ts";

/**
 * What of these findings wants a person, told from what is only worth a line in the log. Pure.
 * - What blocks does, and so does a warning of a check that found nothing wrong before: a warning that was always there
 *   may be as it should be, since a host often cannot see itself from outside.
 * - Only what two looks in a row have seen: what is seen once is a suspect, and is looked at again soon, since a part
 *   of the stack may be starting this very moment.
 * - It stays until a look does not see it any more.
 */
export function weigh(findings: readonly Finding[], before: Weighing): { now: Weighing; found: readonly Found[] } {
  const known = [...before.suspects, ...before.standing];
  const serious = findings.filter(
    (finding) => finding.verdict === "blocks" || (finding.verdict === "warning" && isNews(finding, known, before)),
  );
  const isSure = (finding: Finding) => known.includes(markOf(finding));
  const suspects = serious.filter((finding) => !isSure(finding));
  const standing = serious.filter(isSure);
  const doubtful = new Set(suspects.map(({ check }) => check));
  const calm = [...calmOf(findings), ...before.calm.filter((check) => doubtful.has(check))];
  return {
    now: { calm: [...new Set(calm)], suspects: marksOf(suspects), standing: marksOf(standing) },
    found: standing.flatMap(foundOf),
  };
}

function isNews(finding: Finding, known: readonly string[], { calm }: Weighing): boolean {
  return calm.includes(finding.check) || known.includes(markOf(finding));
}

function calmOf(findings: readonly Finding[]): readonly string[] {
  const wrong = new Set(findings.filter(({ verdict }) => verdict !== "fine").map(({ check }) => check));
  return findings.map(({ check }) => check).filter((check) => !wrong.has(check));
}

/** Room, hours and addresses change from look to look. */
function markOf({ check, verdict, saw }: Finding): string {
  return `${check}, ${verdict}: ${saw.replace(/\s+/g, " ").replace(/\d+/g, "#")}`;
}

function marksOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(markOf))];
}

function foundOf(finding: Finding): readonly Found[] {
  if (finding.verdict === "fine") return [];
  const { check, saw, fix } = finding;
  return [{ mark: markOf(finding), saw: `${titleOf(check)}: ${saw}`, fix }];
}
