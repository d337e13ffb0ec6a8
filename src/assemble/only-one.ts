import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ms } from "../base/dates.ts";
import { readSmall } from "../base/read-small.ts";
import { listenAt, someoneListens } from "../base/unix-socket.ts";

interface Waiting {
  /** called once, before this process waits for the other one's end */
  standBy?: () => Promise<void>;
  /** the Engine's id of the container; undefined: not known */
  container?: string | undefined;
  pauseMs?: number;
}

/**
 * Whether another `serve` of this stack runs, in whatever container: the folder of the state is a volume that they share.
 * If none does, this one is found there from now on, until the signal. Without that volume it cannot be told. A container
 * that ended for that reason and was started again (`up --scale certbot=2`, and a restart policy) would be started again
 * and again: it waits until the other one has ended. Rejects with the signal alone.
 */
export async function isServed(state: string, signal: AbortSignal, waiting: Waiting = {}): Promise<boolean> {
  const { standBy, container = await containerId(), pauseMs = 10 * ms.second } = waiting;
  const path = serveSocket(state);
  if (await someoneListens(path)) {
    if (!(await isStartedAgain(join(state, "httpsidecar", "second"), container))) return true;
    await standBy?.();
    while (await someoneListens(path)) await sleep(pauseMs, undefined, { signal });
  }
  await listenAt(path, { handle: (socket) => socket.destroy(), signal, failed: () => {} });
  return false;
}

/** Where a `serve` is found by another one. */
export const serveSocket = (state: string): string => join(state, "httpsidecar", "serve.sock");

/** `docker compose run` makes another container each time; one that is found here again was restarted. */
async function isStartedAgain(path: string, container: string | undefined): Promise<boolean> {
  if (container === undefined) return false;
  const before = await readSmall(path, { maxBytes: 100, follow: false }).catch(() => undefined);
  if (String(before ?? "") === container) return true;
  await writeFile(path, container).catch(() => undefined);
  return false;
}

/** Whatever name the container was given: the Engine mounts its file of the host's name from a folder named by the id. */
async function containerId(): Promise<string | undefined> {
  const mounts = String((await readSmall("/proc/self/mountinfo", { maxBytes: 1024 ** 2 }).catch(() => "")) ?? "");
  return /^.*\/([0-9a-f]{64})\/.* \/etc\/hostname .*$/m.exec(mounts)?.[1];
}
