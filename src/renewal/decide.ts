import { day, later } from "../base/dates.ts";
import type { RevokedNote, SavedNote, WindowNote } from "../model/ledger.ts";
import type { Certificate } from "../model/lineage.ts";
import { hasItsNames, isStaging, type LineageIdentity } from "../model/lineage-identity.ts";
import type { Decision } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import type { Schedule } from "../model/schedule.ts";
import { clampToClock, dueAt } from "./lifetime.ts";
import { scheduleBounds, scheduledAt } from "./schedule.ts";

export interface Facts {
  identity: LineageIdentity;
  /** fingerprint of the leaf last deployed and proven */
  deployed: string | undefined;
  force: boolean;
  /** the CA's window for this very certificate */
  window?: WindowNote | undefined;
  /** the certificate that was saved last, and when it was ordered by our clock */
  saved?: SavedNote | undefined;
  /** the certificate that the operator revoked */
  revoked?: RevokedNote | undefined;
  /** the operator's quiet hours, for renewals that are due by date */
  schedule?: Schedule | undefined;
}

/** What to do with a lineage now: a pure rule over facts. */
export function decide(facts: Facts, now: Date): Decision {
  const { identity, deployed, force, revoked } = facts;
  const { current, directory } = identity;
  if (!current) return { act: "issue", because: phrase`there is no certificate yet` };
  if (!hasItsNames(identity)) return { act: "issue", because: phrase`the names changed` };
  if (isStaging(current.directory) && !isStaging(directory)) {
    return { act: "issue", because: phrase`the present certificate is a staging one` };
  }
  if (force) return { act: "issue", because: phrase`manual request` };
  if (revoked?.fingerprint === current.fingerprint) return { act: "hold" };

  const because = dueBecause(facts, current, now);
  if (because) return { act: "issue", because };
  if (deployed !== current.fingerprint)
    return { act: "deploy", because: phrase`nginx has not been confirmed to serve it yet` };
  return { act: "keep", until: plannedAt(current, facts, now) };
}

/** When it will be renewed, as far as is known now: by the schedule where there is one. */
export function plannedAt(current: Certificate, facts: Pick<Facts, "window" | "schedule" | "saved">, now: Date): Date {
  const { window, schedule } = facts;
  const moment = renewalAt(current, window);
  if (!schedule) return moment;
  // the dates are by the CA's clock, and the schedule is by ours
  const ahead = now.getTime() - nowAtCa(current, facts, now).getTime();
  const { earliest, latest } = scheduleBounds(current, moment);
  const here = (date: Date) => later(date, ahead);
  return scheduledAt(schedule, { earliest: here(earliest), moment: here(moment), latest: here(latest) }, now);
}

/** The CA's time, or ours when it comes first: a CA can only bring a renewal forward. */
export function renewalAt(current: Certificate, window: WindowNote | undefined): Date {
  const floor = dueAt(current);
  const instant = window?.instant;
  return instant && instant < floor ? instant : floor;
}

function dueBecause(facts: Facts, current: Certificate, now: Date): string | undefined {
  const { window, schedule } = facts;
  const caNow = nowAtCa(current, facts, now);
  if (window?.window && window.window.end <= caNow) return phrase`the CA wants it replaced at once`;
  if (schedule)
    return plannedAt(current, facts, now) <= now ? phrase`it is to be renewed now (RENEW_SCHEDULE)` : undefined;
  if (window?.instant && window.instant <= caNow) return phrase`the CA asks for its renewal`;
  const due = dueAt(current);
  return due > caNow ? undefined : phrase`it is due since ${day(due)}`;
}

function nowAtCa(current: Certificate, { saved }: Pick<Facts, "saved">, now: Date): Date {
  return clampToClock(current, saved?.fingerprint === current.fingerprint ? saved.orderedAt : undefined, now);
}
