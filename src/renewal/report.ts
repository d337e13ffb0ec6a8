import type { LedgerEntry, ProofNote, Spending } from "../model/ledger.ts";
import type { Certificate, Lineage } from "../model/lineage.ts";
import { isStaging, type LineageIdentity, lineageIdentity } from "../model/lineage-identity.ts";
import { warnFrom } from "../model/near-end.ts";
import type { Decision } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import type { CertificateReport, LineageReport, NextStep, WireReport } from "../model/report.ts";
import type { Schedule } from "../model/schedule.ts";
import { decide, renewalAt } from "./decide.ts";
import { dueAt } from "./lifetime.ts";
import { type Spender, spentOrders, spentValidations } from "./limits.ts";
import { aboutOf, entryAbout, mayTry } from "./permission.ts";

export interface ReportFacts {
  lineage: Lineage;
  /** the CA's directory */
  directory: string;
  /** certbot's id of our account there */
  account: string | undefined;
  current: Certificate | undefined;
  /** OWN_CERTIFICATE */
  imported?: boolean | undefined;
  /** RENEW_SCHEDULE */
  schedule?: Schedule | undefined;
  entry: LedgerEntry;
  /** orders and attempts of other lineages */
  others?: Spending | undefined;
}

/** The state of a lineage and what happens next, by the rules of a renewal. Pure: asks nothing, changes nothing. */
export function reportOf(facts: ReportFacts, now: Date): LineageReport {
  const { lineage, current, entry } = facts;
  const identity = identityOf(facts);
  const spender = spenderOf(facts, identity);
  const { saved, proof } = entry;
  const next = nextStep(facts, { identity, spender }, now);
  return {
    name: lineage.name,
    domains: lineage.domains,
    certificate: current && certificateReport(current),
    next,
    failures: entry.failures,
    lastProblem: entry.failures > 0 || !current ? entry.lastProblem : undefined,
    responsible: next.held === "limit" && entry.responsible !== "person" ? "authority" : entry.responsible,
    lastSuccess: saved && saved.fingerprint === current?.fingerprint ? saved.orderedAt : undefined,
    window: entry.window?.window,
    wire: proof && wireReport(proof),
    orders: spentOrders(entry, spender, now),
    validations: spentValidations(entry, spender, now),
  };
}

function wireReport({ at, different, outside, off = false, redirects }: ProofNote): WireReport {
  return { at, same: !different, outside, off, redirects };
}

export function certificateReport(certificate: Certificate): CertificateReport {
  const { serial, notBefore, notAfter, directory, issuer, keyType } = certificate;
  const due = certificate.imported ? warnFrom(certificate) : dueAt(certificate);
  return { serial, notBefore, notAfter, due, staging: isStaging(directory), issuer, keyType };
}

interface Known {
  identity: LineageIdentity;
  spender: Spender;
}

function nextStep(facts: ReportFacts, { identity, spender }: Known, now: Date): NextStep {
  const { current, entry, imported } = facts;
  if (imported ?? current?.imported) return nextOfImported(facts, now);
  const { directory, account } = facts;
  const decision = decideFor(facts, identity, now);
  if (decision.act === "hold") {
    return { what: "renew", at: current?.notAfter ?? now, because: phrase`it was revoked by hand`, held: "revoked" };
  }
  if (decision.act === "keep") return { what: "renew", at: decision.until, because: whyThen(facts), held: undefined };
  const { because } = decision;
  if (decision.act === "deploy") return { what: "deploy", at: now, because, held: undefined };

  const what = current ? "renew" : "obtain";
  const about = aboutOf(directory, account, spender.names);
  const plan = { ...spender, about, open: false };
  const permission = mayTry(entryAbout(entry, about), plan, now);
  if (permission.may === "try") return { what, at: now, because, held: undefined };
  return { what, at: permission.until, because, held: permission.kind };
}

function spenderOf({ directory, account, current, others }: ReportFacts, { lineage }: LineageIdentity): Spender {
  return { directory, account, names: lineage.domains, life: current, others };
}

function decideFor(facts: ReportFacts, identity: LineageIdentity, now: Date): Decision {
  const { window, saved, revoked, proof } = facts.entry;
  // where the operator wants no HTTPS, nothing is awaited
  const deployed = proof?.off ? facts.current?.fingerprint : facts.entry.deployed;
  return decide({ identity, deployed, window, saved, revoked, schedule: facts.schedule, force: false }, now);
}

/** Names that were left out were allowed to be. */
function identityOf({ entry: { asked, saved, ordered }, ...facts }: ReportFacts): LineageIdentity {
  return lineageIdentity({ ...facts, asked, saved, ordered, allowSubset: true });
}

/** No CA is asked for it. */
function nextOfImported({ current, entry }: ReportFacts, now: Date): NextStep {
  if (current && !entry.proof?.off && entry.deployed !== current.fingerprint) {
    return { what: "deploy", at: now, because: phrase`nginx has not been confirmed to serve it yet`, held: undefined };
  }
  const because = phrase`it is your own: nothing renews it`;
  return { what: "replace", at: current ? warnFrom(current) : now, because, held: undefined };
}

function whyThen({ current, entry: { window }, schedule }: ReportFacts): string {
  if (schedule) return "RENEW_SCHEDULE";
  const ours = current && renewalAt(current, undefined);
  return ours && window?.instant && window.instant < ours
    ? phrase`the CA asks for it then`
    : phrase`a third of its life is left then, or half of a short one`;
}
