import { day } from "../base/dates.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import type { CertificateReport, LineageReport } from "../model/report.ts";
import type { Settings } from "../model/settings.ts";
import type { Status } from "../model/status.ts";
import { mustActFrom } from "../renewal/must-act.ts";
import { responsibleFor } from "../renewal/responsible.ts";
import { describeOutcome, unrealReason } from "./describe.ts";

export interface Circumstances {
  now: Date;
  /** since when checks fail in a row */
  since: Date;
  /** undefined: the store cannot be read */
  report: LineageReport | undefined;
}

/** What `health` shows after an outcome: red when the operator must act, from `failing.actFrom` on. */
export function statusOf(settings: Settings, outcome: Outcome, around: Circumstances): Status {
  const { result, next } = outcome;
  const unreal = unrealReason(settings);
  if (unreal) return { healthy: false, line: unreal, result, next };
  if (isFailure(outcome)) return failingStatus(outcome, around);
  return { healthy: true, line: describeOutcome(settings.lineage.name, outcome)[0] ?? "", result, next };
}

type Failure = Extract<Outcome, { result: "failed" | "paused" }>;

export function isFailure(outcome: Outcome): outcome is Failure {
  return outcome.result === "failed" || outcome.result === "paused";
}

/** Of a check that failed, or that an earlier failure held back. */
export function failingStatus(outcome: Failure, { now, since, report }: Circumstances): Status {
  // of a try that was held back before any was noted, only the next try is known
  const responsible =
    outcome.result === "failed" ? responsibleFor(outcome.problem) : (report?.responsible ?? "outside");
  const certificate = goodOne(report);
  const actFrom = mustActFrom({ responsible, since, certificate, wireLost: report?.wire?.same === false });
  const why = plainLine(outcome.result === "paused" ? outcome.lastProblem : outcome.problem.message);
  const line = responsible === "person" ? why : `${lifeOf(report, now)}: ${why}`;
  const fix = outcome.result === "paused" ? undefined : plainLine(outcome.problem.fix);
  const { result, next } = outcome;
  return { healthy: now < actFrom, line, fix, result, next, failing: { since, actFrom } };
}

/** One that visitors' browsers trust. */
function goodOne(report: LineageReport | undefined): CertificateReport | undefined {
  const certificate = report?.certificate;
  return certificate?.staging ? undefined : certificate;
}

function lifeOf(report: LineageReport | undefined, now: Date): string {
  const certificate = report?.certificate;
  if (!certificate) return phrase`no certificate yet`;
  const end = day(certificate.notAfter);
  return certificate.notAfter > now ? phrase`valid until ${end}` : phrase`expired on ${end}`;
}
