import { minute } from "../base/dates.ts";
import { companionLimits } from "../model/companion.ts";
import type { Status } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

const grace = 60 * 60 * 1000;

type Verdict = Pick<Status, "healthy" | "line">;

/** One line on whether a person must act; exit code 1 when so. */
export const health: Word = async ({ assembly, clock, print }) => {
  const status = await (await assembly.statusFile()).read();
  const { healthy, line } = status ? judge(status, clock.now()) : { healthy: true, line: "starting" };
  print(line);
  return healthy ? 0 : 1;
};

/** As it was posted; red when the loop is an hour late, and when what may mend itself has had its time. */
export function judge(status: Status, now: Date): Verdict {
  const { next, staleAt } = status;
  if (staleAt && now >= staleAt) return standsStill(status, staleAt);
  if (!next || now.getTime() < next.getTime() + grace) return judgeFailing(status, now);
  const since = phrase`the check due at ${next.toISOString()} did not run`;
  return { healthy: false, line: phrase`${since}; fix: docker compose restart certbot` };
}

function standsStill({ line }: Status, staleAt: Date): Verdict {
  const why = phrase`the companion finished none of its rounds in the ${sinceMinutes} minutes before ${minute(staleAt)}: ${line}`;
  return { healthy: false, line: phrase`${why}; fix: docker compose restart certbot-companion` };
}

const sinceMinutes = companionLimits.staleMs / 60_000;

/** What fails and may mend itself is worth knowing, and nobody is called for it. */
function judgeFailing({ healthy, line, next, failing }: Status, now: Date): Verdict {
  if (!healthy || !failing) return { healthy, line };
  if (now >= failing.actFrom) return { healthy: false, line };
  const calm = phrase`no action needed before ${minute(failing.actFrom)}: ${line}`;
  return { healthy, line: next ? phrase`${calm}; next try: ${minute(next)}` : calm };
}
