import { expect, it } from "vitest";
import { pauseUntil, runLoop } from "../../src/scheduler/loop.ts";

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

it("calls the work again at the moment that it returned", async () => {
  const stop = new AbortController();
  const diary: string[] = [];
  let now = at("12:00:00");
  const work = async () => {
    diary.push(now.toISOString().slice(11, 19));
    return diary.length === 1 ? at("12:01:00") : at("12:11:00");
  };
  const wait = async (ms: number) => {
    now = new Date(now.getTime() + ms);
    if (diary.length === 3) stop.abort();
  };
  await runLoop(work, { clock: { now: () => now }, signal: stop.signal, wait });
  expect(diary).toEqual(["12:00:00", "12:01:00", "12:11:00"]);
});

it("never spins, and never sleeps longer than half a day", () => {
  expect(pauseUntil(at("11:00:00"), at("12:00:00"))).toBe(1000);
  expect(pauseUntil(new Date("2029-01-01T00:00:00Z"), at("12:00:00"))).toBe(12 * 60 * 60 * 1000);
});

it("ends quietly when the signal comes while it sleeps", async () => {
  const stop = new AbortController();
  const ended = runLoop(async () => at("13:00:00"), { clock: { now: () => at("12:00:00") }, signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await expect(ended).resolves.toBeUndefined();
});

it("ends quietly when the signal interrupts the work, and throws what is a bug", async () => {
  const stop = new AbortController();
  const clock = { now: () => at("12:00:00") };
  const interrupted = async () => {
    stop.abort();
    throw stop.signal.reason;
  };
  await expect(runLoop(interrupted, { clock, signal: stop.signal })).resolves.toBeUndefined();
  const signal = new AbortController().signal;
  await expect(runLoop(() => Promise.reject(new TypeError("a bug")), { clock, signal })).rejects.toThrow("a bug");
});
