import { later } from "../base/dates.ts";
import { everybody } from "../base/unix-socket.ts";
import { aliveSocket, type CompanionAnswer, type CompanionVerb, companionLimits } from "../model/companion.ts";
import type { Keeper, RestPlan } from "../model/keeper.ts";
import type { CompanionSettings } from "../model/settings.ts";
import type { Alive } from "../model/status.ts";
import type { CompanionContext } from "./context.ts";
import { restRequest } from "./docker/events.ts";
import { listening, type Reconciler } from "./reconciler.ts";

type Handle = (verb: CompanionVerb) => Promise<CompanionAnswer>;

export interface Activity {
  /** the end of the last request, or the start of the process */
  last(): Date;
  around(handle: Handle): Handle;
}

export function lastActivity(now: () => Date): Activity {
  let last = now();
  return {
    last: () => last,
    around: (handle) => async (verb) => {
      try {
        return await handle(verb);
      } finally {
        last = now();
      }
    },
  };
}

export interface RestOptions {
  settings: CompanionSettings;
  keeper?: Keeper | undefined;
  now: () => Date;
  beat(alive: Alive): Promise<void>;
}

export interface AtWork {
  context: CompanionContext;
  rounds: Reconciler;
  activity: Activity;
  /** Stops listening where nobody is connected, and says whether it did. */
  leave(): boolean;
}

/**
 * Asked after each round: this process rests, with a keeper in its place that knows what to wait for, or ms to the next
 * round. It rests where all is well, nothing was asked for lately, and the keeper can wait for all that wakes it.
 */
export function restAfterRound(options: RestOptions, { context, rounds, activity, leave }: AtWork) {
  const { settings, keeper, now, beat } = options;
  const engine = plainEngine(settings);
  const { pauseMs, settlesMs, staleMs, restMs } = companionLimits;
  return async (began: Date): Promise<number | "rests"> => {
    await keeper?.promise(later(now(), staleMs));
    const said = rounds.wellSaid();
    if (!keeper || !engine || !said || isOwing(context) || keeper.wokenBy === "refused") return pauseMs;
    const settlesIn = later(activity.last(), settlesMs).getTime() - now().getTime();
    if (settlesIn > 0) return Math.min(settlesIn, pauseMs);
    const { project } = await context.ownStack();
    const until = later(now(), restMs);
    const memory = { ...context.memory, said: [...said], upstreams: context.upstreams.known() };
    const plan = { until, ...wakeUps(settings, { engine, path: restRequest(project, began) }) };
    if (!(await keeper.rest(plan, memory)) || !leave()) return settlesMs;
    await beat({ line: said[0] ?? listening(), staleAt: later(until, staleMs) });
    return "rests";
  };
}

/** What only this process knows is still to be done. */
const isOwing = ({ upstreams, memory }: CompanionContext) => upstreams.isMoving() || memory.reloadOwed;

function wakeUps({ listen }: CompanionSettings, events: NonNullable<RestPlan["events"]>): Omit<RestPlan, "until"> {
  const mask = everybody;
  return { listen: { path: listen, mask }, held: { path: aliveSocket(listen), mask }, events };
}

/** The Engine's address for the keeper; undefined: containers do not start at one Engine alone. */
function plainEngine({ dockerSocket, dockerHost, deploy }: CompanionSettings): string | undefined {
  if (deploy === "swarm") return undefined;
  if (dockerSocket !== undefined) return `unix:${dockerSocket}`;
  const { hostname, port } = new URL(dockerHost ?? "");
  return `tcp:${hostname}:${port || "2375"}`;
}
