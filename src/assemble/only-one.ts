import { join } from "node:path";
import { listenAt, someoneListens } from "../base/unix-socket.ts";

/**
 * Whether another `serve` of this stack runs, in whatever container: the folder of the state is a volume that they share.
 * If none does, this one is found there from now on, until the signal. Without that volume it cannot be told. Never throws.
 */
export async function isServed(state: string, signal: AbortSignal): Promise<boolean> {
  const path = join(state, "httpsidecar", "serve.sock");
  if (await someoneListens(path)) return true;
  await listenAt(path, { handle: (socket) => socket.destroy(), signal, failed: () => {} });
  return false;
}
