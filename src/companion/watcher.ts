import { setTimeout as pause } from "node:timers/promises";
import { doorbell } from "./doorbell.ts";
import type { Said } from "./introduction.ts";
import type { Queue } from "./queue.ts";
import { reconciler } from "./reconciler.ts";
import type { Room } from "./room.ts";

const minuteMs = 60_000;
// A start meanwhile is seen that much later; asking is cheap.
const reconnectMs = [500, 1000, 2000];

/**
 * Keeps nginx at the wish: looks at once, when a container of the stack starts, when the Engine's events were lost, and
 * every minute. `introduction` is what was said already. Ends with the signal.
 */
export async function watch(room: Room, queue: Queue, introduction: Said, signal: AbortSignal): Promise<void> {
  const bell = doorbell(signal);
  const listening = listenForStarts(room, bell.ring, signal);
  const look = reconciler(room, queue, introduction, signal);
  while (!signal.aborted) {
    await look();
    await bell.rung(minuteMs);
  }
  await listening;
}

// A lost stream may have hidden a start, so it rings as well; what starts while one is being opened is asked for.
async function listenForStarts(room: Room, ring: () => void, signal: AbortSignal) {
  for (let losses = 0; !signal.aborted; losses += 1) {
    const since = new Date();
    if (await rangForStarts(room, ring, since, signal)) losses = 0;
    const ms = reconnectMs[Math.min(losses, reconnectMs.length - 1)];
    await pause(ms, undefined, { signal }).catch(() => undefined);
    ring();
  }
}

// What is wrong with the Engine is told by the look that follows.
async function rangForStarts({ own, engine }: Room, ring: () => void, since: Date, signal: AbortSignal) {
  let rang = false;
  try {
    const { project } = await own();
    for await (const _service of engine.starts(project, since, signal)) {
      rang = true;
      ring();
    }
  } catch {
    return rang;
  }
  return rang;
}
