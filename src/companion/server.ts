import { once } from "node:events";
import { lstat, unlink } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { missingToUndefined } from "../stack-files/atomic-file.ts";
import { serveSequentially } from "./sequential-server.ts";

export interface ListenOptions {
  /** at the root of a volume that only our two containers mount */
  path: string;
  /** does the work; a Problem that it throws becomes an answer */
  handle: (verb: CompanionVerb) => Promise<CompanionAnswer>;
  print: Print;
  signal: AbortSignal;
  /** a request must have come whole within this time */
  sendMs?: number;
  /** clients that may wait for their turn; a further one hears `busy` at once */
  waiting?: number;
}

// What keeps others out is the volume, which only our two containers mount. An owner's mode would keep certbot out
// as well where the Engine remaps users: its root is then another one than ours.
const readAndWrite = 0o111;

/**
 * Answers requests on a unix socket, one after the other. Resolves once it listens; `closed` resolves after the signal.
 * Throws Problem `cannot-listen` when something other than a left-over socket stands in the path, or no folder does.
 */
export async function listen({
  sendMs = 5000,
  waiting = 8,
  ...options
}: ListenOptions): Promise<{ closed: Promise<void> }> {
  const { path, signal } = options;
  await clearWay(path);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  const sockets = serveSequentially(server, { ...options, sendMs, waiting });
  await bind(server, path);

  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  return { closed };
}

async function clearWay(path: string): Promise<void> {
  const there = await lstat(path).catch(missingToUndefined);
  if (!there) return;
  if (!there.isSocket())
    throw cannotListen(phrase`${path} is there already and is not a socket`, phrase`remove ${path}`);
  await unlink(path);
}

/** The mask is set for the one call that makes the socket: a chmod by path afterwards would follow a link put there. */
async function bind(server: Server, path: string): Promise<void> {
  const before = process.umask(readAndWrite);
  server.listen(path);
  process.umask(before);
  await once(server, "listening").catch((error: unknown) => {
    throw cannotListen(
      phrase`${path} cannot be listened on`,
      phrase`mount the volume shared with certbot there`,
      error,
    );
  });
}

function cannotListen(message: string, mend: string, cause?: unknown) {
  const fix = phrase`${mend}, then: docker compose up -d --force-recreate certbot-companion`;
  return new Problem({ code: "cannot-listen", message, fix, retry: "look", cause });
}
