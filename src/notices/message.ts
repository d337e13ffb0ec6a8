import type { Notice, NoticeEvent, NoticeFacts } from "../model/notice.ts";

const day = 24 * 60 * 60 * 1000;

/** The first line of each notice, after the name. */
const titles: Readonly<Record<NoticeEvent, string>> = {
  failing: "the certificate could not be obtained or renewed",
  half: "the renewal still fails, and half of the time for it is gone",
  "72-hours": "the certificate ends within 72 hours",
  expired: "the certificate has EXPIRED",
  "wire-lost": "nginx does not serve the certificate",
  "companion-gone": "the companion does not answer, so nothing can be handed to nginx",
  recovered: "all is well again",
  renewed: "the certificate was renewed",
  test: "this is a test",
};

/** What a person is told: what happened, what to do, what comes next. */
export function noticeOf(event: NoticeEvent, facts: NoticeFacts): Notice {
  const { lineage, now, problem, companion } = facts;
  const cause = event === "companion-gone" ? companion : problem;
  const isTrouble = !["recovered", "renewed", "test"].includes(event);
  const lines = [
    ...(isTrouble && cause ? [`what happened: ${oneLine(cause.message)}`, `what to do: ${oneLine(cause.fix)}`] : []),
    ...lifeOf(facts),
    ...(isTrouble ? [`next try: ${minute(facts.next)}, by itself`] : []),
    ...(isTrouble ? ["more: docker compose exec certbot httpsidecar doctor"] : []),
  ];
  return { event, lineage, at: now, title: `${lineage}: ${titles[event]}`, lines };
}

function lifeOf({ certificate, now }: NoticeFacts): readonly string[] {
  if (!certificate) return [];
  const days = Math.floor((certificate.notAfter.getTime() - now.getTime()) / day);
  const left = days < 0 ? "it is over" : `${days} days left`;
  return [`certificate: until ${minute(certificate.notAfter)} (${left})`];
}

/** As one text; the word httpsidecar stands in it, which some robots want as their keyword. */
export function textOf({ title, lines }: Notice): string {
  return [`httpsidecar: ${title}`, ...lines].join("\n");
}

/** nginx's own words come in several lines. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 600);
}

function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
