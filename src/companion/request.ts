import type { Socket } from "node:net";
import * as z from "zod";
import { type CompanionVerb, companionVerbs, maxRequestBytes } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";

const request = z.strictObject({ verb: z.enum(companionVerbs) });

/** The verb of a request, or why there is none, in words without anything of the input. */
export type Request = { verb: CompanionVerb } | { verb: undefined; why: string };

/**
 * Reads one request: a JSON object with a verb and nothing else, up to a newline or the end, at most 1 KiB, all within
 * `limitMs`. Ignores everything after the newline.
 */
export async function readRequest(socket: Socket, limitMs: number): Promise<Request> {
  const bytes = await firstLine(socket, limitMs);
  if (typeof bytes === "string") return { verb: undefined, why: bytes };
  return parseRequest(bytes);
}

function parseRequest(bytes: Buffer): Request {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const read = request.safeParse(JSON.parse(text));
    return read.success
      ? read.data
      : { verb: undefined, why: phrase`a request is one of: ${companionVerbs.join(", ")}` };
  } catch {
    return { verb: undefined, why: phrase`a request is a JSON object` };
  }
}

/** The bytes before the newline, or why they did not come. */
function firstLine(socket: Socket, limitMs: number): Promise<Buffer | string> {
  return new Promise((resolve) => {
    let taken = Buffer.alloc(0);
    const timer = setTimeout(() => resolve(phrase`the request did not arrive in time`), limitMs);
    const finish = (line: Buffer | string) => {
      clearTimeout(timer);
      resolve(line);
    };
    socket.on("data", (chunk: Buffer) => {
      if (taken.length > maxRequestBytes) return;
      taken = Buffer.concat([taken, chunk]);
      const end = taken.indexOf("\n");
      const line = end < 0 ? taken : taken.subarray(0, end);
      if (line.length > maxRequestBytes) return finish(phrase`a request is at most ${maxRequestBytes} bytes long`);
      if (end >= 0) finish(line);
    });
    socket.on("end", () => finish(taken));
    socket.on("close", () => finish(taken));
    socket.resume();
  });
}
