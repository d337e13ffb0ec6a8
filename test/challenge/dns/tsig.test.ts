import { expect, test } from "vitest";
import { isSigned, signTsig, type TsigKey } from "../../../src/challenge/dns/tsig.ts";

/** An update that Knot DNS 3.2.6 took with this key at this second, and its answer. */
const key: TsigKey = {
  name: "up.key",
  secret: Buffer.from("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=", "base64"),
  algorithm: "hmac-sha256",
};
const seconds = 1795985559;
const message = Buffer.from(
  "1234280000010000000100000161047465737400000600010f5f61636d652d6368616c6c656e67650161047465737400001000010000003c00020176",
  "hex",
);
const taken =
  "1234280000010000000100010161047465737400000600010f5f61636d652d6368616c6c656e67650161047465737400001000010000003c00020176027570036b65790000fa00ff00000000003d0b686d61632d7368613235360000006b0c9097012c00208c6348594790cf6b826f48fbe56ffdb5111889784a305a5b6fdd5e3c8dd57408123400000000";
const answer = Buffer.from(
  "1234a8000001000000000001016104746573740000060001027570036b65790000fa00ff00000000003d0b686d61632d7368613235360000006b0c9097012c002003ffc2c2cfb4ea286db0b06a06034769d5109d5f00a406dc37cfbf5285f55b52123400000000",
  "hex",
);

test("an update is signed as a real server took it", () => {
  expect(signTsig(message, key, seconds).signed.toString("hex")).toBe(taken);
});

test("a real server's answer is known by its signature", () => {
  expect(isSigned(answer, key, signTsig(message, key, seconds).mac)).toBe(true);
});

test("an answer whose result, question or signature is changed is not taken, nor one that is cut", () => {
  const { mac } = signTsig(message, key, seconds);
  const tsig = 24;
  const signature = answer.length - 38;
  for (let at = 2; at < answer.length - 6; at += 1) {
    const changed = Buffer.from(answer);
    changed[at] = (changed[at] ?? 0) ^ 0x04;
    if (at < tsig || at >= signature) expect([at, isSigned(changed, key, mac)]).toEqual([at, false]);
    expect(isSigned(answer.subarray(0, at), key, mac)).toBe(false);
  }
});

test("an answer of another key, or to another request, is not taken", () => {
  const { mac } = signTsig(message, key, seconds);
  expect(isSigned(answer, { ...key, secret: Buffer.from("another") }, mac)).toBe(false);
  expect(isSigned(answer, key, signTsig(message, key, seconds + 1).mac)).toBe(false);
});
