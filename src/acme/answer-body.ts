import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { parseJson } from "../base/json-file.ts";
import { tooLarge } from "./network-problems.ts";

const largestAnswer = 1024 * 1024;

const unpackers = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * The body of a response: parsed where it is JSON, whatever its type says (as certbot does), else the text. At most 1
 * MiB, packed and unpacked. Throws Problem `authority-too-large`.
 */
export async function readBody(response: IncomingMessage, url: string): Promise<unknown> {
  const packed = await readBytes(response, url);
  const text = (await unpacked(packed, response.headers["content-encoding"], url))
    .toString("utf8")
    .replace(/^\ufeff/, "");
  // text that looks like JSON and is not stays text, which no schema accepts
  return /^\s*[[{]/.test(text) ? (parseJson(text) ?? text) : text;
}

async function readBytes(response: IncomingMessage, url: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw tooLarge(url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Some gateways compress unasked; what says so and is not is taken as it is. */
async function unpacked(body: Buffer, encoding: string | undefined, url: string): Promise<Buffer> {
  const unpack = unpackers[encoding?.toLowerCase() as keyof typeof unpackers];
  if (unpack === undefined || body.length === 0) return body;
  try {
    return await unpack(body, { maxOutputLength: largestAnswer });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(url);
    return body;
  }
}
