import type { Certificate } from "./lineage.ts";
import type { Outcome } from "./outcome.ts";
import type { Problem } from "./problem.ts";
import type { Found } from "./weekly.ts";

/** Where notices go. The URL holds a secret: it is never shown, logged or kept in a file of ours. */
export interface Destination {
  kind: DestinationKind;
  url: URL;
  /** service and host, for people */
  label: string;
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
  "recovered", // all is well again
  "renewed", // only where it is asked for
  "test", // notify-test
] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

/** What a person is told. */
export interface Notice {
  event: NoticeEvent;
  lineage: string;
  at: Date;
  /** one line */
  title: string;
  /** what happened, what to do, what comes next; one a line */
  lines: readonly string[];
}

/** What a look came to, for those who decide whether a person is told. */
export interface NoticeFacts {
  now: Date;
  lineage: string;
  /** of the look; undefined: it did not fail */
  problem: { code: string; message: string; fix: string; retry: "look" | "other" } | undefined;
  /** a certificate came of it */
  renewed: boolean;
  /** a try is held back by an earlier failure */
  paused: boolean;
  /** when it is tried, or looked at, again */
  next: Date;
  /** undefined: there is none */
  certificate: { due: Date; notBefore: Date; notAfter: Date } | undefined;
  /** false: nginx was seen to serve another certificate, or none */
  wire: boolean | undefined;
  /** why the companion does not answer; undefined: it does, or was not asked */
  companion: { message: string; fix: string } | undefined;
}

/** What the weekly look came to. */
export interface WeeklyFacts extends Pick<NoticeFacts, "now" | "lineage" | "certificate" | "next"> {
  /** all that wants a person now */
  found: readonly Found[];
}

/** Hears what goes on, and keeps nobody waiting. */
export interface Observer {
  /** `companion`: why it does not answer, when that has lasted for minutes */
  look(outcome: Outcome, companion?: Problem): void;
  /** A lineage that is not the served one. */
  other(name: string, outcome: Outcome, certificate: Certificate | undefined): void;
  weekly(found: readonly Found[], next: Date): void;
}

/** Tells a person, and never keeps anybody waiting. */
export interface Notices {
  /** Returns at once; what it comes to is said later. */
  look(facts: NoticeFacts): void;
  /** The same, of the weekly look. */
  weekly(facts: WeeklyFacts): void;
}
