import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pendingOrderStore } from "../../src/store/pending-orders.ts";
import { openOrder } from "../support/diary.ts";
import { temporaryFolder } from "../support/folders.ts";
import { modeOf, sortedNames } from "./stored.ts";

test("an order outlives the process that put it there, for its owner's eyes only", async () => {
  const folder = await temporaryFolder();
  await pendingOrderStore(folder).put("dify.test", openOrder);
  expect(await pendingOrderStore(folder).read("dify.test")).toEqual(openOrder);
  expect(await pendingOrderStore(folder).read("other.test")).toBeUndefined();
  const orders = join(folder, "httpsidecar", "orders");
  expect(await modeOf(orders)).toBe("700");
  expect(await modeOf(join(orders, "dify.test.json"))).toBe("600");
});

test("an order that is dropped is gone, and dropping nothing is no failure", async () => {
  const folder = await temporaryFolder();
  await pendingOrderStore(folder).drop("dify.test");
  await pendingOrderStore(folder).put("dify.test", openOrder);
  await pendingOrderStore(folder).drop("dify.test");
  expect(await pendingOrderStore(folder).read("dify.test")).toBeUndefined();
  expect(await sortedNames(join(folder, "httpsidecar", "orders"))).toEqual([]);
});

test.each(["", "{", '{"url": 1}'])("what cannot be read (%j) is no order", async (damaged) => {
  const folder = await temporaryFolder();
  await pendingOrderStore(folder).put("dify.test", openOrder);
  await writeFile(join(folder, "httpsidecar", "orders", "dify.test.json"), damaged);
  expect(await pendingOrderStore(folder).read("dify.test")).toBeUndefined();
});
