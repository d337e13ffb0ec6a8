import { once } from "node:events";
import { lstat, rename, unlink } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { missingToUndefined } from "../base/system-error.ts";
import { everybody, listenAt, someoneListens } from "../base/unix-socket.ts";
import { aliveSocket, type CompanionAnswer, type CompanionVerb, companionLimits } from "../model/companion.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { serveSequentially } from "./sequential-server.ts";

export interface ListenOptions {
  /** at the root of a volume that only our two containers mount */
  path: string;
  /** descriptor of a socket that listens there already (docker/keeper) */
  door?: number | undefined;
  /** a Problem that it throws becomes an answer */
  handle: (verb: CompanionVerb) => Promise<CompanionAnswer>;
  print: Print;
  signal: AbortSignal;
  /** ms within which a request must have come whole */
  sendMs?: number;
  /** ms within which a client's turn must have come */
  turnMs?: number;
  /** clients that may wait for their turn; a further one gets `busy` at once */
  waiting?: number;
}

export interface Listening {
  /** resolves once nobody listens any more */
  closed: Promise<void>;
  /** Stops listening where nobody is connected, and says whether it did. */
  leave(): boolean;
}

/**
 * Answers requests on a unix socket, one after the other. Resolves once it listens; `closed` resolves after the signal.
 * Throws Problem `cannot-listen` when the path is taken by anything but a left-over socket, or the folder is missing; `runs-already` when another companion answers there.
 */
export async function listen({
  sendMs = companionLimits.requestMs,
  turnMs = companionLimits.turnMs,
  waiting = 8,
  ...options
}: ListenOptions): Promise<Listening> {
  const { path, door, signal } = options;
  if (door === undefined) await clearWay(path, options.print);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  const sockets = serveSequentially(server, { ...options, sendMs, turnMs, waiting });
  await bind(server, path, door);
  if (door === undefined) await listenAt(aliveSocket(path), { ...alive, signal });

  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const leave = () => {
    if (sockets.size > 0) return false;
    server.close();
    return true;
  };
  return { closed, leave };
}

// The volume keeps others out: only our two containers mount it. An owner's mode would keep certbot out as well where
// the Engine remaps users: its root is then another one than ours.
const alive = {
  mask: everybody,
  handle: (socket: Socket) => socket.on("error", () => {}).end("works\n"),
  failed: () => {},
};

/** certbot can write that folder: a folder or a link there must not keep the companion from listening. */
async function clearWay(path: string, print: Print): Promise<void> {
  const there = await lstat(path).catch(missingToUndefined);
  if (!there) return;
  if (await someoneListens(path)) throw runsAlready();
  if (there.isSocket()) return await unlink(path);
  const aside = `${path}.moved-${process.pid}-${Date.now()}`;
  await rename(path, aside).catch((error: unknown) => {
    throw cannotListen(phrase`${path} is there already and is not a socket`, phrase`remove ${path}`, error);
  });
  print(phrase`${path} was there already and is not a socket: it is kept as ${aside}`);
}

/** The mask is set for the one call that makes the socket: a chmod by path afterwards would follow a link. */
async function bind(server: Server, path: string, door: number | undefined): Promise<void> {
  const before = process.umask(everybody);
  server.listen(door === undefined ? path : { fd: door });
  process.umask(before);
  await once(server, "listening").catch((error: unknown) => {
    throw cannotListen(
      phrase`${path} cannot be listened on`,
      phrase`mount the volume shared with certbot there`,
      error,
    );
  });
}

/** `docker compose run certbot-companion` beside the service: what is taken from it would be missing when this one ends. */
function runsAlready() {
  const message = phrase`the companion of this stack runs already: nothing to do here`;
  return new Problem({ code: "runs-already", message, fix: "docker compose ps certbot-companion", retry: "look" });
}

function cannotListen(message: string, mend: string, cause?: unknown) {
  const fix = phrase`${mend}, then: docker compose up -d --force-recreate certbot-companion`;
  return new Problem({ code: "cannot-listen", message, fix, retry: "look", cause });
}
