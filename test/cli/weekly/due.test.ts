import { expect, it } from "vitest";
import { clampDue, dueAfter, firstDue } from "../../../src/cli/weekly/due.ts";

const minute = 60 * 1000;
const day = 24 * 60 * minute;
const start = new Date("2026-11-20T12:00:00Z");
const after = (ms: number) => new Date(start.getTime() + ms);
const least = () => 0;
const most = () => 0.999999;

/** Minutes from the start to the first look, at the earliest and at the latest. */
const firstMinutes = (kept: Date | undefined) =>
  [least, most].map((random) => Math.round((firstDue(kept, start, random).getTime() - start.getTime()) / minute));

it.each<[what: string, kept: Date | undefined, minutes: readonly number[]]>([
  ["nothing was kept, or nothing that can be read", undefined, [30, 60]],
  ["it was missed while the machine was off", after(-3 * day), [10, 20]],
  ["it comes while the stack starts", after(minute), [10, 20]],
  ["it is days away", after(2 * day), [2880, 2880]],
  ["the clock was put back since", after(30 * day), [10, 60]],
])("the first look, when %s", (_, kept, minutes) => {
  expect(firstMinutes(kept)).toEqual(minutes);
});

it("a clock that is put back while it runs costs a look within the hour, not months without one", () => {
  expect(clampDue(after(7 * day), start, most)).toEqual(after(7 * day));
  expect(clampDue(after(7 * day + 1), start, () => 0.5)).toEqual(after(30 * minute));
});

it("the next look is a week later; an hour where something is new, a day where it broke down", () => {
  expect(dueAfter("done", start)).toEqual(after(7 * day));
  expect(dueAfter("unconfirmed", start)).toEqual(after(60 * minute));
  expect(dueAfter("broken", start)).toEqual(after(day));
});
