import type { StoredLineage } from "../model/contracts.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import { warnFrom } from "../model/near-end.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Problem } from "../model/problem.ts";
import type { LineageReport } from "../model/report.ts";
import { isElsewhere, notHere } from "./elsewhere.ts";
import { ends } from "./imported.ts";
import { dueAt, wentBack } from "./lifetime.ts";
import { reportOf } from "./report.ts";
import { mayAskWindow } from "./window.ts";

const hour = 60 * 60 * 1000;
const longest = 6 * hour;

export interface OtherFacts {
  stored: StoredLineage;
  entry: LedgerEntry;
  /** ACME directory of a conf that names none */
  directory: string;
  /** when it was checked last by this process */
  checkedAt: Date | undefined;
}

/** What is to be done now with a lineage of the folder that is not the served one. */
export type OtherState =
  | { act: "check"; certificate: Certificate }
  /** it was renewed, and nginx was not reloaded since */
  | { act: "reload"; certificate: Certificate }
  | { act: "wait"; at: Date; trouble: Extract<Outcome, { result: "failed" | "paused" }> | undefined };

/** By its own conf and page. A pure rule. */
export function otherState(facts: OtherFacts, now: Date): OtherState {
  const { stored, entry } = facts;
  if ("problem" in stored) return troubled(stored.problem, later(now, hour));
  const { certificate } = stored;
  const problem = cannotRenew(certificate, now);
  if (problem) return troubled(problem, later(now, longest));
  if (certificate.imported || certificate.elsewhere !== undefined || certificate.autorenew === false)
    return { act: "wait", at: later(now, longest), trouble: undefined };
  if (needsReload(entry, certificate)) return { act: "reload", certificate };
  return renewalState(facts, certificate, now);
}

/** A check would find nothing to do, and would ask nobody. */
export function isAtRest(facts: OtherFacts, now: Date): boolean {
  const { stored, entry, directory } = facts;
  if ("problem" in stored || stored.certificate.imported || stored.certificate.elsewhere !== undefined) return false;
  const { certificate } = stored;
  if (certificate.directory !== directory || entry.revoked?.fingerprint === certificate.fingerprint) return false;
  if (mayAskWindow(entry.window, now) || wentBack(entry, now)) return false;
  const state = otherState(facts, now);
  return state.act === "wait" && state.trouble === undefined;
}

/** How it stands, from the disk. */
export function otherReport({ entry, directory }: OtherFacts, certificate: Certificate, now: Date): LineageReport {
  const [first = certificate.name, ...rest] = certificate.domains;
  const { name, accountId: account } = certificate;
  const lineage = { name, domains: [first, ...rest] as const, domainAsTyped: name };
  // one that we did not renew is nobody's to deploy
  const deployed = needsReload(entry, certificate) ? entry.deployed : certificate.fingerprint;
  const page = { ...entry, deployed };
  const from = certificate.directory ?? directory;
  return reportOf({ lineage, directory: from, account, current: certificate, entry: page }, now);
}

function renewalState(facts: OtherFacts, certificate: Certificate, now: Date): OtherState {
  const { next, lastProblem } = otherReport(facts, certificate, now);
  const { at, held, because } = next;
  if (held !== undefined && at > now) {
    const trouble = { result: "paused", lastProblem: lastProblem ?? because, next: at } as const;
    return { act: "wait", at, trouble: held === "revoked" ? undefined : trouble };
  }
  const ask = facts.entry.window?.askAt ?? later(facts.checkedAt ?? new Date(0), longest);
  const first = ask < at ? ask : at;
  return first <= now ? { act: "check", certificate } : { act: "wait", at: first, trouble: undefined };
}

/** What only the operator can change, once the certificate is due. */
function cannotRenew(certificate: Certificate, now: Date): Problem | undefined {
  if (certificate.imported) return warnFrom(certificate) <= now ? ends(certificate, now) : undefined;
  return isElsewhere(certificate, false) && dueAt(certificate) <= now ? notHere(certificate) : undefined;
}

/** We saved it, and nginx has not been reloaded since. */
export function needsReload({ saved, deployed }: LedgerEntry, { fingerprint }: Certificate): boolean {
  return saved?.fingerprint === fingerprint && deployed !== fingerprint;
}

function troubled(problem: Problem, at: Date): OtherState {
  return { act: "wait", at, trouble: { result: "failed", problem, next: at } };
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}
