import { expect, test } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { wakeUp } from "../../src/scheduler/wake-up.ts";
import { watchServer } from "../../src/scheduler/watch.ts";

const absent = new Problem({ code: "companion-absent", message: "nobody listens", fix: "start it", retry: "look" });

/** A watch whose minutes pass when they are told to. */
function watching(world: { gone: boolean; served: boolean | undefined }, isGone = false) {
  const stop = new AbortController();
  let pass = () => {};
  let changes = 0;
  const watch = watchServer({
    companion: async () => (world.gone ? absent : undefined),
    serves: async () => world.served,
    changed: () => {
      changes += 1;
    },
    ...{ signal: stop.signal, isGone },
    wait: () =>
      new Promise<void>((resolve) => {
        pass = resolve;
      }),
  });
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      pass();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return changes;
  };
  return { watch, minutes };
}

test("a companion that does not answer for three minutes is told, and so is that it is back", async () => {
  const world = { gone: true, served: true };
  const { watch, minutes } = watching(world);
  expect(await minutes(2)).toBe(0);
  expect(watch.companion()).toBeUndefined();
  expect(await minutes(1)).toBe(1);
  expect(watch.companion()).toBe(absent);
  expect(await minutes(10)).toBe(1);
  world.gone = false;
  expect(await minutes(1)).toBe(2);
  expect(watch.companion()).toBeUndefined();
});

test("one that a keeper found silent is asked at once, and told a minute later; until it answers, nobody rests", async () => {
  const world = { gone: true, served: true };
  const { watch, minutes } = watching(world, true);
  expect(watch.isSilent()).toBe(true);
  // the first try waits for no minute
  expect(await minutes(1)).toBe(0);
  expect(await minutes(1)).toBe(1);
  expect(watch.companion()).toBe(absent);

  const back = watching({ gone: false, served: true }, true);
  expect(await back.minutes(1)).toBe(1);
  expect([back.watch.isSilent(), back.watch.companion()]).toEqual([false, undefined]);
});

test("an nginx that serves something else is noticed within five minutes, in either direction, once", async () => {
  const world: { gone: boolean; served: boolean | undefined } = { gone: false, served: true };
  const { minutes } = watching(world);
  expect(await minutes(6)).toBe(0);
  world.served = false;
  expect(await minutes(5)).toBe(1);
  expect(await minutes(20)).toBe(1);
  world.served = undefined;
  expect(await minutes(5)).toBe(1);
  world.served = true;
  expect(await minutes(5)).toBe(2);
});

test("a pause ends when it is woken, the next one where nobody waited, and with the signal", async () => {
  const { wake, wait } = wakeUp();
  const stop = new AbortController();
  const long = 60_000;
  const first = wait(long, stop.signal);
  wake();
  await first;
  wake();
  wake();
  await wait(long, stop.signal);
  const last = wait(long, stop.signal);
  stop.abort();
  await expect(last).rejects.toThrow("aborted");
});
