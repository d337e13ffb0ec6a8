import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { oneAtATime } from "../../src/companion/queue.ts";
import { switchLimit } from "../../src/companion/replay/switch-limit.ts";
import { wakeUp } from "../../src/companion/wake-up.ts";

describe("the queue", () => {
  test("lets one action end before the next begins, also after one that failed", async () => {
    const diary: string[] = [];
    const queue = oneAtATime();
    const act = (name: string) => async () => {
      diary.push(`${name} begins`);
      await sleep(5);
      diary.push(`${name} ends`);
      if (name === "one") throw new Error("one failed");
    };
    const [one] = await Promise.allSettled([queue.run(act("one")), queue.run(act("two"), 1000)]);
    expect(one.status).toBe("rejected");
    expect(diary).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  test("tells the impatient that it is busy, and never does their work", async () => {
    const queue = oneAtATime();
    const diary: string[] = [];
    const slow = queue.run(() => sleep(60));
    const impatient = queue.run(async () => void diary.push("did it"), 10);
    await expect(impatient).rejects.toMatchObject({ code: "busy" });
    await slow;
    await queue.idle();
    expect(diary).toEqual([]);
  });
});

describe("the doorbell", () => {
  test("keeps a ring for who comes later, once", async () => {
    const wakeUps = wakeUp(new AbortController().signal);
    wakeUps.notify();
    wakeUps.notify();
    await wakeUps.notified(60_000);
    const began = performance.now();
    await wakeUps.notified(30);
    expect(performance.now() - began).toBeGreaterThan(20);
  });

  test("lets go at once when the signal comes, and ever after", async () => {
    const stopping = new AbortController();
    const wakeUps = wakeUp(stopping.signal);
    const waiting = wakeUps.notified(60_000);
    stopping.abort();
    await waiting;
    await wakeUps.notified(60_000);
  });
});

test("after four counted switches in ten minutes there are too many, with the last reason; later there are not", () => {
  let minute = 0;
  const limit = switchLimit(() => new Date(minute * 60_000));
  for (const why of [undefined, undefined, undefined, "no new workers"]) {
    limit.check();
    limit.count(why);
    minute += 1;
  }
  expect(() => limit.check()).toThrow("the last one was undone: no new workers");
  minute = 11;
  expect(() => limit.check()).not.toThrow();
});
