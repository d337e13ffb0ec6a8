import type { Found, Triage } from "../model/weekly.ts";
import type { Finding } from "./finding.ts";
import { titleOf } from "./titles.ts";

/**
 * What of these findings wants the operator, told from what is only worth a line in the log. Pure.
 * - What blocks does, and so does a warning of a check that found nothing wrong before: a warning that was always there
 *   may be as it should be, since a host often cannot see itself from outside.
 * - Only what two looks in a row have seen: what is seen once is a suspect, and is looked at again soon, since a part
 *   of the stack may be starting this very moment.
 * - It stays until a check does not see it any more.
 */
export function triage(findings: readonly Finding[], before: Triage): { now: Triage; found: readonly Found[] } {
  const known = [...before.unconfirmed, ...before.confirmed];
  const serious = findings.filter(
    (finding) => finding.verdict === "blocks" || (finding.verdict === "warning" && isNews(finding, known, before)),
  );
  const isSure = (finding: Finding) => known.includes(markOf(finding));
  const unconfirmed = serious.filter((finding) => !isSure(finding));
  const confirmed = serious.filter(isSure);
  const doubtful = new Set(unconfirmed.map(({ check }) => check));
  const passing = [...passingOf(findings), ...before.passing.filter((check) => doubtful.has(check))];
  return {
    now: { passing: [...new Set(passing)], unconfirmed: marksOf(unconfirmed), confirmed: marksOf(confirmed) },
    found: confirmed.flatMap(foundOf),
  };
}

function isNews(finding: Finding, known: readonly string[], { passing }: Triage): boolean {
  return passing.includes(finding.check) || known.includes(markOf(finding));
}

function passingOf(findings: readonly Finding[]): readonly string[] {
  const wrong = new Set(findings.filter(({ verdict }) => verdict !== "fine").map(({ check }) => check));
  return findings.map(({ check }) => check).filter((check) => !wrong.has(check));
}

/** Room, hours and addresses change from check to check. */
function markOf({ check, verdict, saw }: Finding): string {
  return `${check}, ${verdict}: ${saw.replace(/\s+/g, " ").replace(/\d+/g, "#")}`;
}

function marksOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(markOf))];
}

function foundOf(finding: Finding): readonly Found[] {
  if (finding.verdict === "fine") return [];
  const { saw, fix } = finding;
  return [{ mark: markOf(finding), saw: `${titleOf(finding)}: ${saw}`, fix }];
}
