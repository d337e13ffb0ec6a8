import type { Server, Socket } from "node:net";
import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import type { Print } from "../model/contracts.ts";
import { Problem } from "../model/problem.ts";
import { failure, nothingKnown, answer as sealed } from "./answers.ts";
import { oneAtATime } from "./queue.ts";
import { readRequest } from "./request.ts";

export interface SequentialOptions {
  handle: (verb: CompanionVerb) => Promise<CompanionAnswer>;
  print: Print;
  sendMs: number;
  waiting: number;
  turnMs: number;
}

// What a client still sends after the answer is discarded for this long, so that it can read the answer.
const drainMs = 1000;

/** Serves the connections of a server one at a time, `busy` to those that wait too long; returns the open ones. */
export function serveSequentially(server: Server, options: SequentialOptions): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  const queue = oneAtATime();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // a client that went away is no error of ours; "close" follows
    socket.on("error", () => socket.destroy());
    const sayBusy = () => say(socket, sealed("busy", nothingKnown));
    if (open.size > options.waiting + 1) return void sayBusy();
    void queue.run(() => serve(socket, options), options.turnMs).catch(sayBusy);
  });
  return open;
}

async function serve(socket: Socket, { handle, print, sendMs }: SequentialOptions): Promise<void> {
  const request = await readRequest(socket, sendMs);
  if (!request.verb) return say(socket, sealed("bad-request", nothingKnown, [], request.why));
  const answer = await handle(request.verb).catch((error: unknown) => answerFor(error, print));
  await say(socket, answer);
}

/** A request must not end the companion. */
function answerFor(error: unknown, print: Print): CompanionAnswer {
  if (error instanceof Problem) return failure(error, nothingKnown);
  print(`bug: ${error instanceof Error ? error.stack : String(error)}`);
  return sealed("docker-failed", nothingKnown);
}

/** Only the fixed record leaves, whatever the work returned. */
function say(socket: Socket, answer: CompanionAnswer): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    if (socket.destroyed) return resolve();
    const { code, notes, output } = answer;
    socket.end(`${JSON.stringify(sealed(code, answer, notes, output))}\n`, () => resolve());
    socket.resume();
    setTimeout(() => socket.destroy(), drainMs).unref();
  });
}
