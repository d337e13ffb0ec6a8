import type { LedgerPage } from "../model/ledger.ts";
import type { Certificate, Lineage } from "../model/lineage.ts";
import type { CertificateReport, LineageReport, NextStep } from "../model/report.ts";
import { decide, isStaging, renewalAt } from "./decide.ts";
import { dueAt } from "./lifetime.ts";
import { spentOrders, spentValidations } from "./limits.ts";
import { aboutOf, mayTry, pageAbout } from "./permission.ts";

export interface ReportFacts {
  lineage: Lineage;
  /** ACME directory that would be asked */
  directory: string;
  /** certbot's id of our account there */
  account: string | undefined;
  current: Certificate | undefined;
  page: LedgerPage;
}

/** What is known of a lineage and what happens next, by the rules of a renewal. Pure: nothing is asked, nothing is changed. */
export function reportOf(facts: ReportFacts, now: Date): LineageReport {
  const { lineage, directory, current, page } = facts;
  const spender = { directory, names: lineage.domains, life: current };
  const { saved, proof } = page;
  return {
    name: lineage.name,
    domains: lineage.domains,
    certificate: current && certificateReport(current),
    next: nextStep(facts, now),
    failures: page.failures,
    lastProblem: page.failures > 0 || !current ? page.lastProblem : undefined,
    lastSuccess: saved && saved.fingerprint === current?.fingerprint ? saved.orderedAt : undefined,
    window: page.window?.window,
    wire: proof && { at: proof.at, same: !proof.different, outside: proof.outside },
    orders: spentOrders(page, spender, now),
    validations: spentValidations(page, spender, now),
  };
}

/** Of any certificate that is stored. */
export function certificateReport(certificate: Certificate): CertificateReport {
  const { serial, notBefore, notAfter, directory } = certificate;
  return { serial, notBefore, notAfter, due: dueAt(certificate), staging: isStaging(directory) };
}

function nextStep({ lineage, directory, account, current, page }: ReportFacts, now: Date): NextStep {
  const { deployed, window, saved } = page;
  const decision = decide({ lineage, current, deployed, directory, window, saved, force: false }, now);
  if (decision.act === "keep")
    return { what: "renew", at: decision.until, because: whyThen(current, page), held: undefined };
  if (decision.act === "deploy") return { what: "deploy", at: now, because: decision.because, held: undefined };

  const what = current ? "renew" : "obtain";
  const about = aboutOf(directory, account, lineage.domains);
  const plan = { directory, names: lineage.domains, life: current, about, open: false };
  const permission = mayTry(pageAbout(page, about), plan, now);
  if (permission.may === "try") return { what, at: now, because: decision.because, held: undefined };
  return { what, at: permission.until, because: decision.because, held: permission.kind };
}

function whyThen(current: Certificate | undefined, { window }: LedgerPage): string {
  const ours = current && renewalAt(current, undefined);
  return ours && window?.instant && window.instant < ours
    ? "the authority asks for it then"
    : "a third of its life is left then, or half of a short one";
}
