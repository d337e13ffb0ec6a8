import { createHmac, timingSafeEqual } from "node:crypto";
import { nameBytes, recordOffsets, skipName } from "./wire-format.ts";

export interface TsigKey {
  name: string;
  /** decoded */
  secret: Buffer;
  algorithm: TsigAlgorithm;
}

/** RFC 8945 section 6; by the names of node:crypto's digests. */
export const tsigAlgorithms = {
  "hmac-md5": "md5",
  "hmac-sha1": "sha1",
  "hmac-sha224": "sha224",
  "hmac-sha256": "sha256",
  "hmac-sha384": "sha384",
  "hmac-sha512": "sha512",
} as const;
export type TsigAlgorithm = keyof typeof tsigAlgorithms;

const type = 250;
const classAny = 255;
const fudgeSeconds = 300;
const additionalCount = 10;

/** The message with a TSIG record, and its MAC, which the answer's MAC is made of too (RFC 8945 section 5.3). */
export function signTsig(message: Buffer, key: TsigKey, seconds: number): { signed: Buffer; mac: Buffer } {
  const mac = digest(key, [message, variables(key, seconds, 0)]);
  const signed = Buffer.concat([message, record(key, seconds, mac, message.readUInt16BE(0))]);
  signed.writeUInt16BE(signed.readUInt16BE(additionalCount) + 1, additionalCount);
  return { signed, mac };
}

/** Is this the answer of somebody who has the key? False as well for an answer without TSIG. */
export function isSigned(answer: Buffer, key: TsigKey, requestMac: Buffer): boolean {
  try {
    const offset = recordOffsets(answer).at(-1);
    if (offset === undefined) return false;
    const found = readRecord(answer, offset);
    if (found.type !== type) return false;
    const message = Buffer.from(answer.subarray(0, offset));
    message.writeUInt16BE(found.originalId, 0);
    message.writeUInt16BE(message.readUInt16BE(additionalCount) - 1, additionalCount);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(requestMac.length);
    const expected = digest(key, [
      length,
      requestMac,
      message,
      variables(key, found.seconds, found.error, found.other),
    ]);
    return found.mac.length === expected.length && timingSafeEqual(found.mac, expected);
  } catch {
    return false;
  }
}

/** Why a server refuses a signature (RFC 8945 section 5.3): 16 BADSIG, 17 BADKEY, 18 BADTIME; undefined: it says nothing of it. */
export function tsigError(answer: Buffer): number | undefined {
  try {
    const offset = recordOffsets(answer).at(-1);
    const found = offset === undefined ? undefined : readRecord(answer, offset);
    return found?.type === type ? found.error : undefined;
  } catch {
    return undefined;
  }
}

function digest({ algorithm, secret }: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(tsigAlgorithms[algorithm], secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** RFC 8945 section 4.3.3 */
function variables(key: TsigKey, seconds: number, error: number, other: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(classAny, 0);
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(error, 0);
  tail.writeUInt16BE(other.length, 2);
  return Buffer.concat([nameBytes(key.name), head, algorithmName(key), time(seconds), tail, other]);
}

function record(key: TsigKey, seconds: number, mac: Buffer, id: number): Buffer {
  const macLength = Buffer.alloc(2);
  macLength.writeUInt16BE(mac.length);
  const tail = Buffer.alloc(6);
  tail.writeUInt16BE(id);
  const data = Buffer.concat([algorithmName(key), time(seconds), macLength, mac, tail]);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(classAny, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(key.name), head, data]);
}

function algorithmName({ algorithm }: TsigKey): Buffer {
  return nameBytes(algorithm === "hmac-md5" ? "hmac-md5.sig-alg.reg.int" : algorithm);
}

/** 48 bits of seconds and the fudge. */
function time(seconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUIntBE(seconds, 0, 6);
  bytes.writeUInt16BE(fudgeSeconds, 6);
  return bytes;
}

function readRecord(bytes: Buffer, offset: number) {
  const head = skipName(bytes, offset);
  let at = skipName(bytes, head + 10);
  const seconds = bytes.readUIntBE(at, 6);
  const macLength = bytes.readUInt16BE(at + 8);
  const mac = bytes.subarray(at + 10, at + 10 + macLength);
  at += 10 + macLength;
  const otherLength = bytes.readUInt16BE(at + 4);
  const other = bytes.subarray(at + 6, at + 6 + otherLength);
  return {
    type: bytes.readUInt16BE(head),
    seconds,
    mac,
    originalId: bytes.readUInt16BE(at),
    error: bytes.readUInt16BE(at + 2),
    other,
  };
}
