import { expect, test } from "vitest";
import { parseRetryAfter } from "../../src/acme/retry-after.ts";

const now = new Date("2026-11-20T12:00:00Z");
const week = 604_800_000;

test.each([
  ["3", 3000],
  [" 120 ", 120_000],
  ["0", 0],
  ["Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
  ["Friday, 20-Nov-26 12:01:00 GMT", 60_000],
  ["Fri, 20 Nov 2026 11:00:00 GMT", 0],
  ["9999999", week],
  ["Sat, 01 Jan 2050 00:00:00 GMT", week],
])("%j is read as %d ms", (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});

test.each([undefined, "", "soon", "-5s", "NaN"])("%j is no time to wait", (header) => {
  expect(parseRetryAfter(header, now)).toBeUndefined();
});
