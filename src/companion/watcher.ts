import { setTimeout as pause } from "node:timers/promises";
import type { CompanionContext } from "./context.ts";
import type { Queue } from "./queue.ts";
import { reconciler } from "./reconciler.ts";
import type { LogLines } from "./startup-log.ts";
import { wakeUp } from "./wake-up.ts";

const minuteMs = 60_000;
// A start meanwhile is seen that much later; asking is cheap.
const reconnectMs = [500, 1000, 2000];

/**
 * Keeps nginx at the wish: looks at once, when a container of the stack starts, when the Engine's events were lost, and
 * every minute. `introduction` is what was said already. Ends with the signal.
 */
export async function watch(
  context: CompanionContext,
  queue: Queue,
  startup: LogLines,
  signal: AbortSignal,
): Promise<void> {
  const wakeUps = wakeUp(signal);
  const listening = listenForStarts(context, wakeUps.notify, signal);
  const look = reconciler(context, queue, startup, signal);
  while (!signal.aborted) {
    await look();
    await wakeUps.notified(minuteMs);
  }
  await listening;
}

// A lost stream may have hidden a start, so it rings as well; what starts while one is being opened is asked for.
async function listenForStarts(context: CompanionContext, notify: () => void, signal: AbortSignal) {
  for (let losses = 0; !signal.aborted; losses += 1) {
    const since = new Date();
    if (await notifyOnStarts(context, notify, since, signal)) losses = 0;
    const ms = reconnectMs[Math.min(losses, reconnectMs.length - 1)];
    await pause(ms, undefined, { signal }).catch(() => undefined);
    notify();
  }
}

// What is wrong with the Engine is told by the look that follows.
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
