import { halfGoneAt, lastHoursFrom } from "../model/near-end.ts";
import type { NoticeEvent, NoticeFacts } from "../model/notice.ts";

/** What was said of a lineage and is not over. */
export interface Said {
  /** since when looks fail in a row */
  failingSince: Date | undefined;
  stages: readonly Stage[];
}

export type Stage = Exclude<NoticeEvent, "recovered" | "renewed" | "test">;

export const nothingSaid: Said = { failingSince: undefined, stages: [] };

const minute = 60 * 1000;

/** While a stack starts, its parts come up one after the other: what is looked at every minute gets so long, ms. */
const startMs = 5 * minute;

/**
 * Who is to be told of what now, and what is remembered: each stage once, until all is well again. Pure.
 * Of several stages that are reached at once only the worst is told, and the others count as said.
 */
export function eventsOf(
  said: Said,
  facts: NoticeFacts,
  wantsRenewed: boolean,
): { events: readonly NoticeEvent[]; said: Said } {
  const failing = facts.problem !== undefined || facts.paused;
  const failingSince = failing ? (said.failingSince ?? facts.now) : undefined;
  const reached = stagesOf({ ...facts }, failingSince);
  if (reached.length === 0 && !failing) {
    const recovered: readonly NoticeEvent[] = said.stages.length > 0 ? ["recovered"] : [];
    const renewed: readonly NoticeEvent[] = facts.renewed && wantsRenewed && recovered.length === 0 ? ["renewed"] : [];
    return { events: [...recovered, ...renewed], said: nothingSaid };
  }
  const fresh = reached.filter((stage) => !said.stages.includes(stage));
  const worst = ladder.findLast((stage) => fresh.includes(stage));
  const apart = fresh.filter((stage) => !ladder.includes(stage));
  return { events: [...apart, ...(worst ? [worst] : [])], said: { failingSince, stages: [...said.stages, ...fresh] } };
}

/** One after the other as the end comes nearer. */
const ladder: readonly Stage[] = ["failing", "half", "72-hours", "expired"];

function stagesOf(facts: NoticeFacts, failingSince: Date | undefined): readonly Stage[] {
  const { now, problem, certificate, wire, companion } = facts;
  const stages: Stage[] = [];
  if (companion) stages.push("companion-gone");
  if (wire === false) stages.push("wire-lost");
  if (certificate) stages.push(...lateStages(certificate, failingSince, now));
  const lasting = failingSince !== undefined && now.getTime() - failingSince.getTime() >= startMs;
  const isNews = problem !== undefined && (problem.retry !== "look" || lasting);
  // a fault with a stage of its own is not told twice
  const isTold = problem?.code === "not-served" || problem?.code.startsWith("companion-");
  if (isNews && !isTold) stages.unshift("failing");
  return stages;
}

/** An end that comes near is no news while the renewal is not even due. */
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
