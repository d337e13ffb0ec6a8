import { expect, test } from "vitest";
import { mebibytes, median, secondsOf } from "./figures.ts";
import { drawTable } from "./table.ts";

test.each([
  { values: [3, 1, 2], middle: 2 },
  { values: [4, 1, 2, 3], middle: 2.5 },
  { values: [7], middle: 7 },
])("the median of $values is $middle", ({ values, middle }) => {
  expect(median(values)).toBe(middle);
});

test("milliseconds are told as seconds with their extremes, bytes as MiB", () => {
  expect(secondsOf([1500, 250, 900])).toBe("0.90 s (0.25 to 1.50)");
  expect(mebibytes(1024 * 1024 * 2.5)).toBe("2.5 MiB");
});

test("the table says of each aim whether it was met, and keeps its columns in line", () => {
  const rows = [
    { what: "lost", ours: "0", before: "101", aim: { wanted: "0", met: true } },
    { what: "longest gap", ours: "0.9 s", aim: { wanted: "under 0.5 s", met: false } },
  ];
  expect(drawTable([{ title: "the switch", ours: "replay", before: "recreate", rows }]).split("\n")).toEqual([
    "-------------  ------  --------  -------------------",
    "the switch     replay  recreate  aim",
    "  lost         0       101       0: met",
    "  longest gap  0.9 s             under 0.5 s: MISSED",
  ]);
});
