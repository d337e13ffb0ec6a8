import { expect, test } from "vitest";
import { waitByClock } from "../../src/scheduler/wait-by-clock.ts";

const minute = 60_000;
const never = new AbortController().signal;

/** A host whose wall clock moves on by so much more during one of the sleeps; gives for how long timers ran. */
async function timersRan(length: number, during: number, jump: number): Promise<number> {
  let wall = 0;
  let ran = 0;
  let sleeps = 0;
  const sleep = async (slice: number) => {
    sleeps++;
    ran += slice;
    wall += slice + (sleeps === during ? jump : 0);
  };
  await waitByClock(length, never, { now: () => wall, sleep });
  return ran;
}

test("a pause whose end passes while the host is suspended ends within a minute of its waking", async () => {
  expect(await timersRan(6 * 60 * minute, 3, 24 * 60 * minute)).toBe(3 * minute);
});

test("a pause is shorter by as much as the clock is set forward, and no longer where it is set back", async () => {
  expect(await timersRan(60 * minute, 10, 20 * minute)).toBe(40 * minute);
  expect(await timersRan(60 * minute, 10, -20 * minute)).toBe(60 * minute);
});

test("a pause of less than a minute takes just that, and the signal ends one at once", async () => {
  expect(await timersRan(1500, 0, 0)).toBe(1500);
  const stop = new AbortController();
  const waiting = waitByClock(60 * minute, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow();
});
