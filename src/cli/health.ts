import { minute, ms } from "../base/dates.ts";
import { companionLimits } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import type { Status } from "../model/status.ts";
import type { WatchedSite } from "../model/watch.ts";
import type { Word } from "./context.ts";

const grace = ms.hour;

interface Verdict extends Pick<Status, "healthy" | "line"> {
  /** where the operator must act: the two parts of the line */
  trouble?: Pick<Status, "line" | "fix">;
}

/** One line on whether the operator must act; exit code 1 if so. */
export const health: Word = async ({ assembly, clock, print }) => {
  const { healthy, line } = judge(await (await assembly.statusFile()).read(), clock.now());
  print(line);
  return healthy ? 0 : 1;
};

/**
 * As posted; red when the loop is an hour late, when a failure that may pass has had its time, and while nothing was
 * posted: a start posts before anything else.
 */
export function judge(status: Status | undefined, now: Date): Verdict {
  if (!status) return { healthy: false, line: phrase`starting` };
  const { next, companion, staleAt, others = [], watched = [] } = status;
  if (staleAt && now >= staleAt) return red(standsStill(status, staleAt));
  if (next && now.getTime() >= next.getTime() + grace) {
    const since = phrase`the check due at ${minute(next)} did not run`;
    return red({ line: since, fix: "docker compose restart certbot" });
  }
  const [verdict = judgeFailing(status, now)] = [status, ...others, ...watched.map(statusOfSite)]
    .map((each) => judgeFailing(each, now))
    .filter(({ healthy }) => !healthy);
  return verdict.healthy && companion ? red(companion) : verdict;
}

/** Red with a fault that a visitor meets; what only may become one is a warning elsewhere. */
function statusOfSite({ verdict, url, line, fix }: WatchedSite): Status {
  return { healthy: verdict !== "error", line: `${url}: ${line}`, fix, next: undefined };
}

/**
 * What `judge` says of it from now on, for a shell that knows nothing but the time (docker/launch): rows of a moment, in
 * seconds since 1970, the exit code up to there, and the line.
 */
export function healthTable(status: Status): string {
  const turns = turningPoints(status).sort((one, other) => one - other);
  const rows = [...turns, afterAll].map((until, at) => row(judge(status, new Date(turns[at - 1] ?? 0)), until));
  return rows.join("");
}

/** The last row holds until something else is posted. */
const afterAll = 99_999_999_999_000;

/** The moments at which a verdict may change by itself. */
function turningPoints({ next, staleAt, failing, others = [] }: Status): number[] {
  const acts = [failing, ...others.map((each) => each.failing)].map((each) => each?.actFrom.getTime());
  const late = next && next.getTime() + grace;
  return [staleAt?.getTime(), late, ...acts].filter((each) => each !== undefined);
}

function row({ healthy, line }: Verdict, until: number): string {
  return `${Math.ceil(until / 1000)} ${healthy ? 0 : 1} ${line.replaceAll("\n", " ")}\n`;
}

function standsStill({ line }: Status, staleAt: Date): Pick<Status, "line" | "fix"> {
  const why = phrase`the companion finished none of its rounds in the ${sinceMinutes} minutes before ${minute(staleAt)}: ${line}`;
  return { line: why, fix: "docker compose restart certbot-companion" };
}

const sinceMinutes = companionLimits.staleMs / 60_000;

/** A failure that may pass is shown, and is not red yet. */
function judgeFailing({ healthy, line, fix, next, failing }: Status, now: Date): Verdict {
  if (!healthy || (failing && now >= failing.actFrom)) return red({ line, fix });
  if (!failing) return { healthy, line };
  const calm = phrase`no action needed before ${minute(failing.actFrom)}: ${line}`;
  return { healthy, line: next ? phrase`${calm}; next try: ${minute(next)}` : calm };
}

function red({ line, fix }: Pick<Status, "line" | "fix">): Verdict {
  const trouble = { line, fix };
  return { healthy: false, line: fix === undefined ? line : phrase`${line}; fix: ${fix}`, trouble };
}
