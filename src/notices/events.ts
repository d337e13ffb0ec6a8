import { ms } from "../base/dates.ts";
import { halfGoneAt, lastHoursFrom } from "../model/near-end.ts";
import type { NoticeEvent, NoticeFacts } from "../model/notice.ts";

/** What was said of a lineage and is not over. */
export interface Announced {
  /** since when checks fail in a row */
  failingSince: Date | undefined;
  stages: readonly Stage[];
  /** marks of the weekly check's findings that were said */
  found: readonly string[];
}

export type Stage = Exclude<NoticeEvent, "recovered" | "renewed" | "weekly-look" | "watched" | "test">;

export const nothingSaid: Announced = { failingSince: undefined, stages: [], found: [] };

/** While a stack starts, its parts come up one after the other: free checks get so long, ms. */
const startMs = 5 * ms.minute;

/**
 * Which notices to send now, and what to remember: each stage once, until all is well again. Pure. Of several stages
 * that are reached at once only the worst is sent, and the others count as said.
 */
export function eventsOf(
  said: Announced,
  facts: NoticeFacts,
  wantsRenewed: boolean,
): { events: readonly NoticeEvent[]; said: Announced } {
  const failing = facts.problem !== undefined || facts.paused;
  const failingSince = failing ? (said.failingSince ?? facts.now) : undefined;
  const reached = stagesOf({ ...facts }, failingSince);
  if (reached.length === 0 && !failing) {
    const recovered: readonly NoticeEvent[] = said.stages.length > 0 ? ["recovered"] : [];
    const renewed: readonly NoticeEvent[] = facts.renewed && wantsRenewed && recovered.length === 0 ? ["renewed"] : [];
    return { events: [...recovered, ...renewed], said: { ...nothingSaid, found: said.found } };
  }
  const fresh = reached.filter((stage) => !said.stages.includes(stage));
  const worst = ladder.findLast((stage) => fresh.includes(stage));
  const apart = fresh.filter((stage) => !ladder.includes(stage));
  const stages = [...said.stages, ...fresh];
  return { events: [...apart, ...(worst ? [worst] : [])], said: { ...said, failingSince, stages } };
}

/**
 * The same for the weekly check and for watched servers: one notice for new findings, and then none until others come up, or all are gone.
 * During a stage the operator knows that there is work, and its end says that all is well: the check adds nothing then.
 */
export function weeklyEventsOf(
  said: Announced,
  found: readonly string[],
  news: NoticeEvent = "weekly-look",
): { events: readonly NoticeEvent[]; said: Announced } {
  const known = found.filter((each) => said.found.includes(each));
  if (said.stages.length > 0) return { events: [], said: { ...said, found: known } };
  const isOver = found.length === 0 && said.found.length > 0;
  const good: readonly NoticeEvent[] = isOver ? ["recovered"] : [];
  return { events: known.length < found.length ? [news] : good, said: { ...said, found } };
}

/** In this order towards expiry. */
const ladder: readonly Stage[] = ["failing", "half", "72-hours", "expired"];

function stagesOf(facts: NoticeFacts, failingSince: Date | undefined): readonly Stage[] {
  const { now, problem, certificate, wire, companion } = facts;
  const stages: Stage[] = [];
  if (companion) stages.push("companion-gone");
  if (wire === false) stages.push("wire-lost");
  if (certificate) stages.push(...lateStages(certificate, failingSince, now));
  const lasting = failingSince !== undefined && now.getTime() - failingSince.getTime() >= startMs;
  const isNews = problem !== undefined && (problem.retry !== "look" || lasting);
  // a fault with a stage of its own is not said twice
  const isTold = problem?.code === "not-served" || problem?.code.startsWith("companion-");
  if (isNews && !isTold) stages.unshift("failing");
  return stages;
}

/** An approaching expiry is no news while the renewal is not even due. */
function lateStages(
  life: NonNullable<NoticeFacts["certificate"]>,
  failingSince: Date | undefined,
  now: Date,
): readonly Stage[] {
  const lastHours = lastHoursFrom(life);
  const isHalf = failingSince !== undefined && now >= halfGoneAt(life);
  return [
    ...(isHalf ? (["half"] as const) : []),
    ...(lastHours && now > life.due && now >= lastHours ? (["72-hours"] as const) : []),
    ...(now >= life.notAfter ? (["expired"] as const) : []),
  ];
}
