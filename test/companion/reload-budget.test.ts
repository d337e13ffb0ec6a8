import { expect, test } from "vitest";
import { reloadBudget } from "../../src/companion/reload-budget.ts";

test("so many reloads in ten minutes, whoever asks; those that were refused come as one", () => {
  let minutes = 0;
  const budget = reloadBudget(() => new Date(minutes * 60_000), 3);
  for (let count = 0; count < 3; count += 1) budget.take();
  expect(() => budget.take()).toThrow("it was reloaded 3 times within ten minutes");
  expect(() => budget.take()).toThrow("the next reload follows automatically at 1970-01-01 00:10 UTC");
  minutes = 9;
  expect(budget.takeOwed()).toBe(false);
  minutes = 10;
  expect([budget.takeOwed(), budget.takeOwed()]).toEqual([true, false]);
  budget.take();
});

test("nothing is owed where nothing was refused, nor after one that came meanwhile", () => {
  let minutes = 0;
  const budget = reloadBudget(() => new Date(minutes * 60_000), 1);
  expect(budget.takeOwed()).toBe(false);
  budget.take();
  expect(() => budget.take()).toThrow();
  minutes = 11;
  budget.take();
  minutes = 22;
  expect(budget.takeOwed()).toBe(false);
});
