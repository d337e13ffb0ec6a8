import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "../../src/base/parallel.ts";

test("all is done, never more at once than told", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++running);
    await sleep(5);
    running--;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test("after a failure what runs is waited for and nothing new begins", async () => {
  const diary: string[] = [];
  const work = async (item: number) => {
    diary.push(`begin ${item}`);
    if (item === 1) throw new Error("first failed");
    await sleep(20);
    diary.push(`end ${item}`);
  };
  await expect(inParallel([1, 2, 3, 4], 2, work)).rejects.toThrow("first failed");
  expect(diary).toEqual(["begin 1", "begin 2", "end 2"]);
});
