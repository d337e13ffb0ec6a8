import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { greeting } from "../base/unix-socket.ts";
import {
  aliveSocket,
  appUrlNames,
  type CompanionAnswer,
  type CompanionVerb,
  clientLimitMs,
  companionCodes,
  companionNotes,
  maxOutputBytes,
  maxUrlLength,
  mostTasks,
} from "../model/companion.ts";
import type { Companion } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

export interface CompanionClientOptions {
  /** the longest answer time, by default */
  limitMs?: number;
  /** ms that nobody may listen: after `up` the two containers start at the same time */
  absentMs?: number;
}

const connectEveryMs = 200;

const short = z.string().max(200);
const task = z.strictObject({
  ...{ name: short, node: short, state: short },
  certificates: z.array(short).max(mostTasks),
  isCurrent: z.boolean(),
});

const answer = z.strictObject({
  code: z.enum(companionCodes),
  nginx: z.boolean(),
  https: z.boolean(),
  challenge: z.boolean(),
  off: z.boolean(),
  notes: z.array(z.enum(companionNotes)).max(companionNotes.length),
  httpsPort: z.exactOptional(z.int().min(1).max(65_535)),
  appUrls: z.exactOptional(z.partialRecord(z.enum(appUrlNames), z.string().max(maxUrlLength))),
  tasks: z.exactOptional(z.array(task).max(mostTasks)),
  output: z.string().max(maxOutputBytes),
});
// JSON writes a character in six bytes at most; a task with its certificates has 1000 and fewer.
const maxAnswerBytes = 6 * maxOutputBytes + 4096 + 1000 * mostTasks;

/**
 * The companion behind its unix socket: one JSON line each way, a connection a request. Throws Problem
 * `companion-absent` when nobody listens, `companion-silent` when no whole answer came in time, `companion-unknown-answer`
 * when it is of another version. Only a request that nobody took is made again.
 */
export function companionClient(path: string, options: CompanionClientOptions = {}): Companion {
  const { limitMs = clientLimitMs, absentMs = 3000 } = options;
  return {
    async ask(verb) {
      const socket = await retryConnect(path, performance.now() + absentMs);
      return parseAnswer(await exchange(socket, verb, limitMs));
    },
  };
}

const aliveMs = 15_000;
/** Nothing is loaded for it. */
const greetingMs = 5000;

/** Why the companion does not answer at all; undefined: it does, whatever it says, or rests. Cheap for it. Never throws. */
export async function companionTrouble(path: string, limitMs = aliveMs): Promise<Problem | undefined> {
  if ((await greeting(aliveSocket(path), Math.min(greetingMs, limitMs))) === "rests") return undefined;
  try {
    await exchange(await retryConnect(path, 0), "alive", limitMs);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error : silent(String(error), error);
  }
}

async function retryConnect(path: string, until: number): Promise<Socket> {
  const socket = createConnection(path);
  try {
    await once(socket, "connect");
    return socket;
  } catch (error) {
    if (performance.now() >= until) throw absent(path, error);
  }
  await sleep(connectEveryMs);
  return await retryConnect(path, until);
}

/** `alive` is not a verb: an answer that says so comes from a running companion. */
type Word = CompanionVerb | "alive";

function exchange(socket: Socket, verb: Word, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(silent(phrase`no response to ${verb} within ${limitMs / 1000} s`)),
      limitMs,
    );
    collectLine(socket, resolve);
    socket.on("error", (error) => reject(error instanceof Problem ? error : broken(verb, error)));
    socket.on("close", () => {
      clearTimeout(timer);
      reject(broken(verb));
    });
    socket.write(`${JSON.stringify({ verb })}\n`);
  });
}

function collectLine(socket: Socket, found: (line: string) => void): void {
  let taken = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    taken = Buffer.concat([taken, Buffer.from(chunk)]);
    const end = taken.indexOf("\n");
    if (end < 0 && taken.length <= maxAnswerBytes) return;
    if (end >= 0) found(taken.toString("utf8", 0, end));
    socket.destroy(unknownAnswer());
  });
}

function parseAnswer(line: string): CompanionAnswer {
  try {
    return answer.parse(JSON.parse(line));
  } catch (cause) {
    throw unknownAnswer(cause);
  }
}

function absent(path: string, cause: unknown): Problem {
  const fix = "docker compose up -d certbot-companion";
  return new Problem({
    code: "companion-absent",
    message: phrase`the companion does not run: nothing listens on ${path}`,
    fix,
    retry: "look",
    cause,
  });
}

/** It is unknown whether it was done before that. */
function broken(verb: Word, cause?: unknown): Problem {
  return silent(phrase`it closed the connection without responding to ${verb}`, cause);
}

function silent(why: string, cause?: unknown): Problem {
  const fix = "docker compose logs certbot-companion";
  return new Problem({
    code: "companion-silent",
    message: phrase`the companion did not respond: ${why}`,
    fix,
    retry: "look",
    cause,
  });
}

function unknownAnswer(cause?: unknown): Problem {
  const message = phrase`the companion's response is not known here: the two containers are of different versions`;
  const fix = "docker compose up -d --force-recreate certbot certbot-companion";
  return new Problem({ code: "companion-unknown-answer", message, fix, retry: "look", cause });
}
