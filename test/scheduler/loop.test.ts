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
    return false;
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
  await expect(ended).resolves.toBe("stopped");
});

it("ends quietly when the signal interrupts the work, and throws what is a bug", async () => {
  const stop = new AbortController();
  const clock = { now: () => at("12:00:00") };
  const interrupted = async () => {
    stop.abort();
    throw stop.signal.reason;
  };
  await expect(runLoop(interrupted, { clock, signal: stop.signal })).resolves.toBe("stopped");
  const signal = new AbortController().signal;
  await expect(runLoop(() => Promise.reject(new TypeError("a bug")), { clock, signal })).rejects.toThrow("a bug");
});

it("rests where that may be, once the time for it has come and nothing woke it", async () => {
  const waited: number[] = [];
  const begun: Date[] = [];
  let [works, wakes, refuses] = [0, 1, 1];
  const ended = await runLoop(
    async () => {
      works += 1;
      return at("13:00:00");
    },
    {
      ...{ clock: { now: () => at("12:00:00") }, signal: new AbortController().signal },
      async wait(ms) {
        waited.push(ms);
        wakes -= 1;
        return wakes >= 0;
      },
      rest: {
        after: () => 30_000,
        async begin(next) {
          begun.push(next);
          refuses -= 1;
          return refuses < 0;
        },
      },
    },
  );
  expect(ended).toBe("rests");
  // woken; then refused, and waited to the end; then rested
  expect(waited).toEqual([30_000, 30_000, 3_600_000, 30_000]);
  expect(works).toBe(3);
  expect(begun).toEqual([at("13:00:00"), at("13:00:00")]);
});

it("stays up for a pause that is shorter than the time until it may rest", async () => {
  const stop = new AbortController();
  const ended = await runLoop(async () => at("12:00:10"), {
    ...{ clock: { now: () => at("12:00:00") }, signal: stop.signal },
    async wait() {
      stop.abort();
      return false;
    },
    rest: { after: () => 30_000, begin: () => Promise.reject(new Error("too soon")) },
  });
  expect(ended).toBe("stopped");
});
