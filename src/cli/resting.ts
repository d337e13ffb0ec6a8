import { later, ms } from "../base/dates.ts";
import type { Certificate } from "../model/lineage.ts";
import type { Observer } from "../model/notice.ts";
import type { Settings } from "../model/settings.ts";
import type { Rest } from "../scheduler/loop.ts";
import type { Context } from "./context.ts";
import { leaving, type ServeMemory } from "./serve-memory.ts";

/** After a start, and after anything but a check that found nothing to do: the parts of the stack are still at work. */
const settlesMs = 30 * ms.second;
/** A shorter pause is not worth another start. */
const shortestMs = 3 * ms.minute;

/** What a round came to. */
export interface RoundResult {
  /** its end */
  at: Date;
  next: Date;
  /** the served one; undefined: there is none yet, or it cannot be told */
  certificate: Certificate | undefined;
  /** it did more than to look */
  isChanged: boolean;
  /** nothing fails, and the companion answers */
  isWell: boolean;
}

export interface Resting {
  settings: Settings;
  memory: ServeMemory;
  /** undefined: there was no round yet */
  last(): RoundResult | undefined;
  observer: Pick<Observer, "settled" | "leave">;
}

/**
 * When `serve` may end until its next round, with a keeper in its place: all is well.
 */
export function restBetweenRounds({ assembly, clock }: Context, resting: Resting): Rest | undefined {
  const { settings, memory, last, observer } = resting;
  const { keeper } = assembly;
  if (!keeper || keeper.wokenBy === "refused") return undefined;
  return {
    after(next) {
      const round = last();
      if (!round?.isWell) return undefined;
      if (next.getTime() - clock.now().getTime() < shortestMs) return undefined;
      const quietSince = round.isChanged ? round.at : memory.startedAt;
      return Math.max(0, later(quietSince, settlesMs).getTime() - clock.now().getTime());
    },
    async begin(next) {
      const plan = await assembly.restPlan(settings, last()?.certificate);
      const retry = await observer.settled();
      if (!plan) return false;
      const until = retry && retry < next ? retry : next;
      if (!(await keeper.rest({ ...plan, until }, leaving(memory)))) return false;
      await observer.leave();
      return true;
    },
  };
}
