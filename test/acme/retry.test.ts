import { expect, test } from "vitest";
import type { Answer } from "../../src/acme/message.ts";
import { pause, retry } from "../../src/acme/retry.ts";
import { Problem } from "../../src/model/problem.ts";

const now = () => new Date("2026-11-20T12:00:00Z");
const broken = new Problem({ code: "authority-closed", message: "broke off", fix: "wait" });
const answer = (status: number, retryAfter?: string): Answer => ({
  status,
  headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  data: undefined,
});

/** Plays these results in turn; gives what came out and how long it waited. */
const play = (...results: (Answer | Error)[]) => playWith(false, ...results);

async function playWith(mayLag: boolean, ...results: (Answer | Error)[]) {
  const waits: number[] = [];
  const attempt = async () => {
    const result = results.shift();
    if (result === undefined) throw new Error("one try too many");
    if (result instanceof Error) throw result;
    return result;
  };
  const wait = async (ms: number) => void waits.push(ms);
  const outcome = await retry(attempt, { wait, now, mayLag, signal: new AbortController().signal }).catch(
    (error: unknown) => error,
  );
  return { outcome, waits };
}

test("an answer of success is the first and the last", async () => {
  expect(await play(answer(200))).toEqual({ outcome: answer(200), waits: [] });
});

test("a fault of the authority is tried three times with growing pauses", async () => {
  expect(await play(answer(500), answer(502), answer(503))).toEqual({ outcome: answer(503), waits: [1000, 2000] });
});

test("a short Retry-After is waited for", async () => {
  expect(await play(answer(503, "5"), answer(200))).toEqual({ outcome: answer(200), waits: [5000] });
});

test("a longer Retry-After is left to the scheduler", async () => {
  expect(await play(answer(503, "6"))).toEqual({ outcome: answer(503, "6"), waits: [] });
});

test("a limit is never tried again here", async () => {
  expect(await play(answer(429, "1"))).toEqual({ outcome: answer(429, "1"), waits: [] });
});

test("what is not found is tried three times where a replica may lag, and once elsewhere", async () => {
  expect(await playWith(true, answer(404), answer(404), answer(404))).toEqual({
    outcome: answer(404),
    waits: [1000, 2000],
  });
  expect(await play(answer(404))).toEqual({ outcome: answer(404), waits: [] });
});

test("a broken connection is tried three times", async () => {
  expect(await play(broken, broken, broken)).toEqual({ outcome: broken, waits: [250, 500] });
});

test("any other failure is not tried again", async () => {
  const refused = new Problem({ code: "authority-refused", message: "nothing there", fix: "start it" });
  expect(await play(refused)).toEqual({ outcome: refused, waits: [] });
});

test("a pause ends at once, with the reason, when it is aborted", async () => {
  const stop = new AbortController();
  const waiting = expect(pause(60_000, stop.signal)).rejects.toThrow("SIGTERM");
  stop.abort(new Error("SIGTERM"));
  await waiting;
});
