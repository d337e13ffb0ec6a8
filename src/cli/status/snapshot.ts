import type { Status } from "../../model/contracts.ts";
import type { Budget, CertificateReport, LineageReport } from "../../model/report.ts";

/** All that `status` shows. */
export interface Snapshot {
  version: string;
  now: Date;
  /** of the last look; undefined: there was none since the container started */
  health: Status | undefined;
  /** the one of CERTBOT_DOMAIN, which the loop looks after */
  lineage: LineageReport;
  /** what else lies in certbot's folder */
  others: readonly Other[];
}

export type Other =
  | { name: string; problem: string }
  | { name: string; domains: readonly string[]; certificate: CertificateReport };

const day = 24 * 60 * 60 * 1000;

/** Whole days, rounded down; negative when it has ended. */
export function daysLeft({ notAfter }: CertificateReport, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / day);
}

/**
 * The form of `status --json`, described field by field in the README: moments in UTC (RFC 3339), null for what is not
 * known. Fields may be added; one that is there keeps its meaning while `schema` is 1.
 */
export function toJson({ version, now, health, lineage, others }: Snapshot) {
  const { name, domains, next, failures, lastProblem, lastSuccess, window, wire } = lineage;
  return {
    schema: 1,
    version,
    now,
    healthy: health?.healthy ?? null,
    last: health?.line ?? null,
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
      wire: wire ? { ...wire, outside: wire.outside ?? null } : null,
      orders: budgetJson(lineage.orders),
      validations: budgetJson(lineage.validations),
    },
    others: others.map((other) => otherJson(other, now)),
  };
}

function certificateJson(certificate: CertificateReport, now: Date) {
  const { serial, notBefore, notAfter, staging } = certificate;
  return { serial, notBefore, notAfter, daysLeft: daysLeft(certificate, now), staging };
}

function budgetJson({ used, most, roomAt }: Budget) {
  return { used, most, roomAt: roomAt ?? null };
}

function otherJson(other: Other, now: Date) {
  if ("problem" in other) return { name: other.name, problem: other.problem };
  return { name: other.name, domains: other.domains, certificate: certificateJson(other.certificate, now) };
}
