import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createConnection, createServer, type Socket } from "node:net";

/** Only the owner may connect. */
export const ownerOnly = 0o077;
/** Everybody may, whom the folder lets in. */
export const everybody = 0o111;

/** Whether a process accepts connections at this path; a file that one has left behind accepts none. Never throws. */
export async function someoneListens(path: string): Promise<boolean> {
  const socket = createConnection(path);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** What is said to a client that says nothing, at most 64 characters; undefined: nothing within the time. Never throws. */
export async function greeting(path: string, limitMs: number): Promise<string | undefined> {
  const socket = createConnection(path);
  try {
    const [chunk] = await once(socket, "data", { signal: AbortSignal.timeout(limitMs) });
    return String(chunk).slice(0, 64).trim();
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

export interface ListenAtOptions {
  handle: (socket: Socket) => void;
  signal: AbortSignal;
  /** the umask; only the owner may connect by default */
  mask?: number;
  /** hears why nobody can connect */
  failed: (why: string) => void;
}

/** Listens until the signal, in the place of what an earlier process left there; keeps no process alive. Never throws. */
export async function listenAt(
  path: string,
  { handle, signal, failed, mask = ownerOnly }: ListenAtOptions,
): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
  const server = createServer(handle);
  server.on("error", ({ message }) => failed(message));
  const before = process.umask(mask);
  server.listen(path).unref();
  process.umask(before);
  signal.addEventListener("abort", () => server.close(), { once: true });
}
