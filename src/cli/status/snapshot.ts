import { ms } from "../../base/dates.ts";
import type { ServingTask } from "../../model/companion.ts";
import type { LineageStore, StoredLineage } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import type { NoticeSettings } from "../../model/notice.ts";
import type { Problem } from "../../model/problem.ts";
import type { Budget, CertificateReport, LineageReport } from "../../model/report.ts";
import type { Settings } from "../../model/settings.ts";
import type { Status } from "../../model/status.ts";
import type { WatchedSite } from "../../model/watch.ts";
import { certificateReport, reportOf } from "../../renewal/report.ts";
import type { Memory } from "../context.ts";
import { judge } from "../health.ts";
import { siteJson } from "../watch/describe.ts";

export interface Snapshot {
  version: string;
  now: Date;
  /** of the last check; undefined: none since the container started */
  health: (Status & Pick<ReturnType<typeof judge>, "trouble">) | undefined;
  /** the one of CERTBOT_DOMAIN, which the loop looks after */
  lineage: LineageReport;
  /** the other lineages of certbot's folder */
  others: readonly Other[];
  watched: readonly WatchedSite[];
  /** with DEPLOY=swarm; undefined: not known */
  tasks: readonly ServingTask[] | undefined;
  notices: NoticeSettings;
}

/** `failing`: what the last check of it came to, where it failed. */
export type Other = { name: string; failing: string | undefined } & (
  | { problem: string }
  | { domains: readonly string[]; certificate: CertificateReport }
);

export interface SnapshotFacts {
  version: string;
  now: Date;
  store: Pick<LineageStore, "list">;
  memory: Memory;
  /** the result of the last check */
  posted: Status | undefined;
  tasks?: readonly ServingTask[] | undefined;
  /** why nginx serves something else now; left out: nobody looks */
  glance?: (certificate: Certificate) => Promise<Problem | undefined>;
}

/**
 * The state on disk; what nginx serves is a fact about a container that runs, so where the disk says that all is well the
 * wire is asked again. Throws Problem when the lineage of the settings cannot be read.
 */
export async function snapshotOf(settings: Settings, facts: SnapshotFacts): Promise<Snapshot> {
  const { version, now, memory, posted, tasks } = facts;
  const { lineage, directory, imported, schedule } = settings;
  const stored = await facts.store.list();
  const mine = stored.find(({ name }) => name === lineage.name);
  if (mine && "problem" in mine) throw mine.problem;
  const about = { lineage, directory, imported, schedule, current: mine?.certificate, ...memory };
  const lineageNow = reportOf(about, now);
  const { wire } = lineageNow;
  const problem = mine && wire?.same && !wire.off ? await facts.glance?.(mine.certificate) : undefined;
  const health = posted && { ...judge(posted, now), result: posted.result, next: posted.next };
  return {
    ...{ version, now },
    health: problem && health ? { ...health, ...otherwise(problem) } : health,
    lineage:
      problem && wire ? { ...lineageNow, wire: { ...wire, at: now, same: false, outside: undefined } } : lineageNow,
    others: stored.flatMap((one) => otherOf(one, lineage.name, posted?.others ?? [])),
    watched: posted?.watched ?? [],
    tasks,
    notices: settings.notices,
  };
}

function otherwise({ message: line, fix }: Problem) {
  return { healthy: false, line, fix, trouble: { line, fix } };
}

function otherOf(stored: StoredLineage, served: string, posted: readonly Status[]): readonly Other[] {
  const { name } = stored;
  if (name === served) return [];
  const failing = posted.find(({ line }) => line.startsWith(`${name}: `))?.line.slice(name.length + 2);
  if ("problem" in stored) return [{ name, failing, problem: stored.problem.message }];
  const { certificate } = stored;
  return [{ name, failing, domains: certificate.domains, certificate: certificateReport(certificate) }];
}

/** Whole days, rounded down; negative after expiry. */
export function daysLeft({ notAfter }: CertificateReport, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / ms.day);
}

/**
 * The form of `status --json`, described field by field in the README: times in UTC (RFC 3339), null for unknown.
 * Fields may be added; an existing one keeps its meaning while `schema` is 1.
 */
export function toJson({ version, now, health, lineage, others, watched, tasks }: Snapshot) {
  const { name, domains, next, failures, lastProblem, lastSuccess, window, wire } = lineage;
  return {
    schema: 1,
    version,
    now,
    healthy: health?.healthy ?? null,
    last: health?.line ?? null,
    result: health?.result ?? null,
    nextLook: health?.next ?? null,
    lineage: {
      name,
      domains,
      certificate: lineage.certificate ? certificateJson(lineage.certificate, now) : null,
      next: { what: next.what, at: next.at, because: next.because, held: next.held ?? null },
      failures,
      lastProblem: lastProblem ?? null,
      lastSuccess: lastSuccess ?? null,
      window: window ?? null,
      wire: wire ? { ...wire, outside: wire.outside ?? null, redirects: wire.redirects ?? null } : null,
      orders: budgetJson(lineage.orders),
      validations: budgetJson(lineage.validations),
    },
    others: others.map((other) => otherJson(other, now)),
    watched: watched.map(siteJson),
    tasks: tasks ?? null,
  };
}

function certificateJson(certificate: CertificateReport, now: Date) {
  const { serial, notBefore, notAfter, staging, issuer, keyType } = certificate;
  return { serial, notBefore, notAfter, daysLeft: daysLeft(certificate, now), staging, issuer, keyType };
}

function budgetJson({ used, most, roomAt }: Budget) {
  return { used, most, roomAt: roomAt ?? null };
}

function otherJson(other: Other, now: Date) {
  const { name } = other;
  const failing = other.failing ?? null;
  if ("problem" in other) return { name, failing, problem: other.problem };
  return { name, failing, domains: other.domains, certificate: certificateJson(other.certificate, now) };
}
