import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { View } from "./wire.ts";

const piece = Buffer.alloc(1024 * 1024, "what is sent arrives ");

/** Sends so many MiB to the app's /upload over HTTPS; gives what was sent and what the app says that it got. */
export async function upload({ port, domain, roots }: View, mebibytes: number, path = "/upload") {
  const sum = createHash("sha256");
  const headers = { host: domain, "content-length": mebibytes * piece.length };
  const given = { host: "127.0.0.1", port, servername: domain, ca: [...roots], agent: false as const };
  const asked = request({ ...given, method: "POST", path, headers });
  const answered = once(asked, "response") as Promise<[IncomingMessage]>;
  const pieces = Array.from({ length: mebibytes }, () => piece);
  for (const one of pieces) sum.update(one);
  await pipeline(Readable.from(pieces), asked);
  const [response] = await answered;
  return { sent: { bytes: mebibytes * piece.length, sha256: sum.digest("hex") }, got: await json(response) };
}
