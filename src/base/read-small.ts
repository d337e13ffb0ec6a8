import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { missingToUndefined } from "./system-error.ts";

export interface SmallFile {
  maxBytes: number;
  /** follow a symlink; true by default */
  follow?: boolean;
}

const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;

/**
 * A file of a stranger's; undefined if it does not exist. Never waits for the other end of a FIFO, and reads at once: of
 * thousands of files the promises take longer than the files. Throws Problem `not-a-file` and `too-large`, and the
 * system's error.
 */
export async function readSmall(path: string, { maxBytes, follow = true }: SmallFile): Promise<Buffer | undefined> {
  const file = openOrNone(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
  if (file === undefined) return undefined;
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notAFile(path);
    const bytes = readUpTo(file, maxBytes + 1, stats.size);
    if (bytes.length > maxBytes) throw tooLarge(path, maxBytes);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** Bytes: many times the list of all roots. */
const largestCaBundle = 16 * 1024 * 1024;

/** The operator's file of roots (REQUESTS_CA_BUNDLE), PEM; undefined if it does not exist. Throws what `readSmall` does. */
export const readCaBundle = (path: string): Promise<Buffer | undefined> =>
  readSmall(path, { maxBytes: largestCaBundle });

function openOrNone(path: string, flags: number): number | undefined {
  try {
    return openSync(path, flags);
  } catch (error) {
    return missingToUndefined(error);
  }
}

const kibibyte = 1024;

/** A file may grow while it is read, and those of /proc have no size. Thousands are read at once: no room for nothing. */
function readUpTo(file: number, maxBytes: number, size: number): Buffer {
  const chunks: Buffer[] = [];
  let room = size > 0 ? Math.min(size, 64 * kibibyte) : 64 * kibibyte;
  for (let left = maxBytes; left > 0; room = left < maxBytes - size ? 64 * kibibyte : kibibyte) {
    const buffer = Buffer.alloc(Math.min(left, room));
    const bytesRead = readSync(file, buffer);
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    left -= bytesRead;
  }
  return Buffer.concat(chunks);
}

function notAFile(path: string): Problem {
  const fix = phrase`make ${plainPath(path)} an ordinary file`;
  return new Problem({ code: "not-a-file", message: phrase`${path} is not a file`, fix, retry: "look" });
}

export function tooLarge(path: string, maxBytes: number): Problem {
  const message = phrase`${path} is larger than ${Math.ceil(maxBytes / 1024)} KiB`;
  return new Problem({ code: "too-large", message, fix: phrase`make ${plainPath(path)} smaller`, retry: "look" });
}
