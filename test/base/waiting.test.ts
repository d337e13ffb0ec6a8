import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { until, withDeadline } from "../../src/base/deadline.ts";
import { serialQueue } from "../../src/base/queue.ts";

describe("a deadline", () => {
  test("is kept also by work that does not listen", async () => {
    const never = withDeadline(20, () => new Promise(() => {}));
    await expect(never).rejects.toThrow("not finished within 0.02 s");
  });

  test("lets work that is done in time pass, and ends the other", async () => {
    let seen: AbortSignal | undefined;
    const quick = await withDeadline(1000, async (signal) => {
      seen = signal;
      return "done";
    });
    expect(quick).toBe("done");
    await withDeadline(10, async (signal) => {
      seen = signal;
      await sleep(1000, undefined, { signal });
    }).catch(() => undefined);
    expect(seen?.aborted).toBe(true);
  });

  test("leaves nothing behind at a signal that lives for years", async () => {
    const stop = new AbortController();
    for (let at = 0; at < 1000; at++) await withDeadline(1000, async () => at, stop.signal);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("ends with the outer signal's reason", async () => {
    const stop = new AbortController();
    const waiting = withDeadline(10_000, () => new Promise(() => {}), stop.signal);
    stop.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrow("stopped");
    await expect(withDeadline(10, async () => "never begun", stop.signal)).rejects.toThrow("stopped");
    expect(until(10_000, stop.signal).aborted).toBe(true);
  });
});

describe("a serial queue", () => {
  test("runs one after the other, also after one that threw at once", async () => {
    const diary: string[] = [];
    const queue = serialQueue();
    const act = (name: string) => async () => {
      diary.push(`${name} begins`);
      await sleep(2);
      diary.push(`${name} ends`);
    };
    const thrown = queue.run(() => {
      throw new Error("at once");
    });
    const done = Promise.all([queue.run(act("one")), queue.run(act("two"))]);
    await expect(thrown).rejects.toThrow("at once");
    await done;
    expect(diary).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  test("never runs what lost its patience, and lets nothing overtake what is at work", async () => {
    const queue = serialQueue();
    const diary: string[] = [];
    const slow = queue.run(async () => {
      await sleep(60);
      diary.push("slow ends");
    });
    const late = () => new Error("busy");
    const impatient = queue.run(async () => void diary.push("impatient"), { ms: 10, late });
    await expect(impatient).rejects.toThrow("busy");
    await queue.run(async () => void diary.push("next"));
    await slow;
    expect(diary).toEqual(["slow ends", "next"]);
  });

  test("keeps nothing of what was done", async () => {
    const queue = serialQueue();
    const made: WeakRef<object>[] = [];
    for (let at = 0; at < 1000; at++) {
      const value = queue.run(async () => ({ bytes: new Uint8Array(1024) }));
      made.push(new WeakRef(await value));
    }
    await sleep(0);
    collectGarbage();
    expect(made.filter((each) => each.deref() !== undefined).length).toBeLessThan(10);
    await queue.idle();
  });
});

/** What --expose-gc gives, in a process that was started without it. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
