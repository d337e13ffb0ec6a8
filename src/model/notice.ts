import type { Certificate } from "./lineage.ts";
import type { Outcome } from "./outcome.ts";
import type { Problem } from "./problem.ts";
import type { WatchedSite } from "./watch.ts";
import type { Found } from "./weekly.ts";

/** Where notices go. The URL contains a secret: it is never shown, logged or kept in a file of ours. */
export interface Destination {
  kind: DestinationKind;
  url: URL;
  /** service and host, for the operator */
  label: string;
}

export interface NoticeSettings {
  /** empty: no notices */
  destinations: readonly Destination[];
  /** false: NOTIFY_URLS was left empty, which may be an oversight */
  isMeant: boolean;
  /** of every renewal too */
  renewed: boolean;
}

export const destinationKinds = [
  "webhook",
  "ntfy",
  "slack",
  "discord",
  "telegram",
  "feishu",
  "dingtalk",
  "wecom",
  "mail",
] as const;
export type DestinationKind = (typeof destinationKinds)[number];

export const noticeEvents = [
  "failing", // a try failed, the first in a row
  "half", // half of the time between due and the end is gone, and it still fails
  "72-hours", // so much is left
  "expired", // nothing is left
  "wire-lost", // nginx serves another certificate, or none
  "companion-gone", // the other container does not answer
  "weekly-look", // it found something new that wants a person
  "watched", // a server whose certificate others keep
  "recovered", // all is well again
  "renewed", // only where it is asked for
  "test", // notify-test
] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

export interface Notice {
  event: NoticeEvent;
  lineage: string;
  at: Date;
  /** one line */
  title: string;
  /** what happened, what to do, what comes next; one a line */
  lines: readonly string[];
}

/** The result of a check, for those who decide whether the operator hears of it. */
export interface NoticeFacts {
  now: Date;
  lineage: string;
  /** of the check; undefined: it did not fail */
  problem: { code: string; message: string; fix: string; retry: "look" | "other" } | undefined;
  /** it brought a certificate */
  renewed: boolean;
  /** an earlier failure holds the next try back */
  paused: boolean;
  /** when it is tried, or checked, again */
  next: Date;
  /** undefined: there is none */
  certificate: { due: Date; notBefore: Date; notAfter: Date } | undefined;
  /** false: nginx was seen to serve another certificate, or none */
  wire: boolean | undefined;
  /** why the companion does not answer; undefined: it does, or was not asked */
  companion: { message: string; fix: string } | undefined;
}

/** The result of the weekly check. */
export interface WeeklyFacts extends Pick<NoticeFacts, "now" | "lineage" | "certificate" | "wire" | "next"> {
  /** all findings for the operator */
  found: readonly Found[];
}

/** A watched server after a round. */
export interface WatchFacts extends Pick<WeeklyFacts, "now" | "lineage" | "found" | "next"> {
  /** undefined: none was shown */
  certificate: { notAfter: Date } | undefined;
}

/** Hears what each round over the watched servers came to. */
export type WatchObserver = (sites: readonly WatchedSite[], next: Date) => void;

/** Hears of results without delaying anything. */
export interface Observer {
  /** `companion`: why it does not answer, once that has lasted for minutes */
  look(outcome: Outcome, companion?: Problem): void;
  /** A lineage that is not the served one. */
  other(name: string, outcome: Outcome, certificate: Certificate | undefined): void;
  weekly(found: readonly Found[], next: Date): void;
  watched: WatchObserver;
  settled: Settled;
  /** The process is about to end; resolves once who is being answered has the answer. */
  leave(): Promise<void>;
}

/** Resolves once nothing is being sent; the time of the next try at what did not arrive, if there is any. */
export type Settled = () => Promise<Date | undefined>;

/** Notifies the operator without delaying anything. */
export interface Notices {
  /** Returns at once; the result is said later. */
  look(facts: NoticeFacts): void;
  weekly(facts: WeeklyFacts): void;
  watched(facts: WatchFacts): void;
  settled: Settled;
}
