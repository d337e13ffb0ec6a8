import { expect, test } from "vitest";
import { unlessQuiet, windows } from "../../src/acme/quiet.ts";
import type { DirectoryMemory } from "../../src/acme/transport.ts";
import { Problem, type Retry } from "../../src/model/problem.ts";
import { lineageOf, plainly, unkindWith } from "../support/acme.ts";
import { openOrder } from "../support/diary.ts";
import { refuse } from "../support/unkind-authority/messages.ts";
import { answering } from "../support/unkind-authority/order-habits.ts";

const begin = new Date("2026-11-20T12:00:00Z").getTime();
const second = 1000;

/** How many of five, asked at these seconds, reach a CA that fails in this way. */
async function reaching(code: string, retry: Retry, at: readonly number[]): Promise<number> {
  const memory: DirectoryMemory = {};
  const problem = new Problem({ code, message: "no", fix: "wait", retry });
  let asked = 0;
  for (const moment of at) {
    const ask = async () => {
      asked += 1;
      throw problem;
    };
    await expect(unlessQuiet(memory, windows, () => new Date(begin + moment * second), ask)).rejects.toBe(problem);
  }
  return asked;
}

test("a pause that the CA asks for about one is kept for all", async () => {
  const retry = { notBefore: new Date(begin + 60 * second) };
  expect(await reaching("acme-rate-limited", retry, [0, 1, 30, 59, 61])).toBe(2);
  const never = { notBefore: new Date(begin + 7 * 86_400 * second) };
  expect(await reaching("acme-rate-limited", never, [0, 1800, 3700])).toBe(2);
});

test("a CA that is not reached is asked again after a minute, and one that makes no sense of one certificate at once", async () => {
  expect(await reaching("authority-unreachable", "soon", [0, 1, 59, 61])).toBe(2);
  expect(await reaching("acme-bad-answer", "soon", [0, 0, 1])).toBe(3);
});

test("what is answered is given, and nothing is kept of it", async () => {
  const memory: DirectoryMemory = {};
  const ask = async () => "window";
  expect(await unlessQuiet(memory, windows, () => new Date(begin), ask)).toBe("window");
  expect(memory.quiet?.size).toBe(0);
});

test.each([
  ["Error creating new order :: too many new orders (300) from this account in the last 3h0m0s", 1],
  ["too many certificates already issued for this exact set of identifiers in the last 168h0m0s", 3],
])("orders refused as %j: %d of three reach the CA, and an open one always", async (detail, reaches) => {
  const refused = refuse(429, "rateLimited", detail);
  const { ca, authority } = await unkindWith([answering("newOrder", refused)]);
  for (const name of ["a.example.com", "b.example.com", "c.example.com"])
    await expect(authority.issue(lineageOf(name), plainly())).rejects.toMatchObject({ code: "acme-rate-limited" });
  expect(ca.count("POST newOrder")).toBe(reaches);
  const open = { ...openOrder, directory: ca.directory, url: `${ca.directory}/order/none` };
  await expect(authority.issue(lineageOf("a.example.com"), plainly({ open }))).rejects.toThrow();
  expect(ca.count("POST newOrder")).toBe(reaches + 1);
});
