import { setTimeout as pause } from "node:timers/promises";
import { companionLimits } from "../model/companion.ts";
import type { CompanionContext } from "./context.ts";
import { wakeUp } from "./wake-up.ts";

// A start meanwhile is seen that much later; asking is cheap.
const reconnectMs = [500, 1000, 2000];

/**
 * Runs a round at once, when a container of the stack starts, when the Engine's events were lost, and every minute. Ends
 * with the signal, or to rest: `after` hears when a round began, and says that or how many ms to wait. Without a context
 * every minute alone: the containers of a swarm start on other machines.
 */
export async function watch(
  context: CompanionContext | undefined,
  round: () => Promise<void>,
  signal: AbortSignal,
  after: (began: Date) => Promise<number | "rests"> = async () => companionLimits.pauseMs,
): Promise<"stopped" | "rests"> {
  const wakeUps = wakeUp(signal);
  const listening = context && listenForStarts(context, wakeUps.notify, signal);
  while (!signal.aborted) {
    const began = new Date();
    await round();
    const pauseMs = await after(began);
    if (pauseMs === "rests") return pauseMs;
    await wakeUps.notified(pauseMs);
  }
  await listening;
  return "stopped";
}

// a lost stream may have hidden a start, so it wakes the watcher as well; a start while one is opened is asked for
async function listenForStarts(context: CompanionContext, notify: () => void, signal: AbortSignal) {
  for (let losses = 0; !signal.aborted; losses += 1) {
    const since = new Date();
    if (await notifyOnStarts(context, notify, since, signal)) losses = 0;
    const ms = reconnectMs[Math.min(losses, reconnectMs.length - 1)];
    await pause(ms, undefined, { signal }).catch(() => undefined);
    notify();
  }
}

// the round that follows reports the Engine's faults
async function notifyOnStarts(
  { ownStack, engine }: CompanionContext,
  notify: () => void,
  since: Date,
  signal: AbortSignal,
) {
  let notifiedOnce = false;
  try {
    const { project } = await ownStack();
    for await (const _service of engine.starts(project, since, signal)) {
      notifiedOnce = true;
      notify();
    }
  } catch {
    return notifiedOnce;
  }
  return notifiedOnce;
}
