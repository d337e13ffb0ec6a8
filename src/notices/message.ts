import { fromNow, minute, timeLeft } from "../base/dates.ts";
import type { Notice, NoticeEvent, NoticeFacts, WatchFacts, WeeklyFacts } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import { fitted, type Limit } from "./fit.ts";

/** The first line of each notice, after the name. */
const titles: Readonly<Record<NoticeEvent, string>> = {
  failing: phrase`the certificate could not be obtained or renewed`,
  half: phrase`renewal still failing: half of the renewal window has passed`,
  "72-hours": phrase`the certificate expires within 72 hours`,
  expired: phrase`the certificate has EXPIRED`,
  "wire-lost": phrase`nginx does not serve the certificate`,
  "companion-gone": phrase`the companion does not respond, so nothing can be deployed to nginx`,
  "weekly-look": phrase`the weekly check found a problem`,
  watched: phrase`the certificate of a watched server needs attention`,
  recovered: phrase`all is well again`,
  renewed: phrase`the certificate was renewed`,
  test: phrase`this is a test`,
};

const more = phrase`more: docker compose exec certbot httpsidecar doctor`;
/** Findings of the weekly check in a notice; doctor shows the rest. */
const mostFound = 5;

/** What happened, what to do, what comes next. `left`: the weekly check's findings still stand. */
export function noticeOf(event: NoticeEvent, facts: NoticeFacts, left = false): Notice {
  const { lineage, now, problem, companion } = facts;
  const cause = event === "companion-gone" ? companion : problem;
  const isTrouble = !goodNews.includes(event);
  const lines = [
    ...(isTrouble && cause
      ? [phrase`what happened: ${oneLine(cause.message)}`, phrase`what to do: ${oneLine(cause.fix)}`]
      : []),
    ...(event === "test" ? [phrase`nothing has happened; this is where you are told when a renewal fails`] : []),
    ...lifeOf(facts),
    ...(isTrouble ? [phrase`next attempt: ${minute(facts.next)}, ${fromNow(facts.next, now)} (automatic)`] : []),
    ...(isTrouble ? [more] : []),
  ];
  const title = left && event === "recovered" ? partly : titles[event];
  return { event, lineage, at: now, title: titleOf(event, facts, title), lines };
}

const goodNews: readonly NoticeEvent[] = ["recovered", "renewed", "test"];

const partly = phrase`it works again; what the weekly check found still has to be fixed`;

export function weeklyNoticeOf(event: NoticeEvent, facts: WeeklyFacts): Notice {
  const { lineage, now, found } = facts;
  const lines = [...toldOf(facts), ...(found.length > 0 ? [more] : [])];
  return { event, lineage, at: now, title: titleOf(event, facts), lines };
}

/** Of a watched server, for which doctor has no more to say. */
export function watchNoticeOf(event: NoticeEvent, facts: WatchFacts): Notice {
  const { lineage, now } = facts;
  return { event, lineage, at: now, title: phrase`${lineage}: ${titles[event]}`, lines: toldOf(facts) };
}

function toldOf(facts: WatchFacts): readonly string[] {
  const { now, found, next } = facts;
  return [
    ...found
      .slice(0, mostFound)
      .flatMap(({ saw, fix }) => [phrase`what happened: ${oneLine(saw)}`, phrase`what to do: ${oneLine(fix)}`]),
    ...lifeOf(facts),
    ...(found.length > 0 ? [phrase`next check: ${minute(next)}, ${fromNow(next, now)} (automatic)`] : []),
  ];
}

type Site = Pick<NoticeFacts, "lineage" | "certificate" | "wire" | "now">;

/** What a reader asks first stands in the title: is the site up, and for how long? */
function titleOf(event: NoticeEvent, site: Site, title = titles[event]): string {
  if (!site.certificate && goodNews.includes(event)) return phrase`${site.lineage}: ${title}`;
  return phrase`${site.lineage}: ${title} (${stateOf(site)})`;
}

/** Of a lineage that nginx does not serve, or that was never seen served, only the time left is known. */
function stateOf({ certificate, wire, now }: Site): string {
  if (!certificate) return phrase`there is no usable certificate`;
  const { notAfter } = certificate;
  if (notAfter <= now) return phrase`HTTPS is down for browsers, expired ${fromNow(notAfter, now)}`;
  const left = timeLeft(notAfter, now);
  if (wire === undefined) return left;
  return wire ? phrase`HTTPS is up, ${left}` : phrase`HTTPS may be down, ${left}`;
}

function lifeOf({ certificate, now }: Pick<WatchFacts, "certificate" | "now">): readonly string[] {
  if (!certificate) return [];
  const { notAfter } = certificate;
  return [phrase`certificate: until ${minute(notAfter)} (${timeLeft(notAfter, now)})`];
}

/** As one text; it contains the word httpsidecar, which some robots require as their keyword. */
export function textOf({ title, lines }: Notice, limit?: Limit): string {
  const all = [`httpsidecar: ${title}`, ...lines];
  return limit ? fitted(all, limit) : all.join("\n");
}

/** nginx's own words have several lines. */
function oneLine(text: string): string {
  return plainLine(text, 600);
}
