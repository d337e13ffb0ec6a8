import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { lanes } from "../../src/base/queue.ts";

test("works that share a key run one after the other in the order of the calls, and others beside them", async () => {
  const lane = lanes();
  const diary: string[] = [];
  const run = (name: string, ...keys: readonly string[]) =>
    lane(keys, async () => {
      diary.push(`${name} begins`);
      await turn();
      await turn();
      diary.push(`${name} ends`);
      return name;
    });
  const all = await Promise.all([run("one", "a"), run("two", "a", "b"), run("three", "b"), run("four", "c")]);
  expect(all).toEqual(["one", "two", "three", "four"]);
  const order = (...lines: readonly string[]) => diary.filter((line) => lines.includes(line));
  expect(order("one ends", "two begins", "two ends", "three begins")).toEqual([
    ...["one ends", "two begins", "two ends", "three begins"],
  ]);
  expect(diary.indexOf("four begins")).toBeLessThan(diary.indexOf("one ends"));
});

test("one that fails lets the next one run", async () => {
  const lane = lanes();
  const failed = lane(["a"], () => Promise.reject(new Error("no")));
  const next = lane(["a"], async () => "done");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("done");
});
