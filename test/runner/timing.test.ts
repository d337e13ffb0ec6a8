import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { timingTable, watchWork } from "./timing.ts";

test("the table has each stage with its time, and the ten slowest files", () => {
  const files = Array.from({ length: 12 }, (_, at) => ({ file: `test/${at}.test.ts`, seconds: at }));
  const table = timingTable([{ title: "unit tests", seconds: 61.2, work: { own: 100, cores: 0.97 } }], files).split(
    "\n",
  );
  expect(table[1]).toMatch(/^ +61 s +100 s +97 % {2}unit tests$/);
  expect(table.slice(3)).toHaveLength(10);
  expect(table[3]).toMatch(/^ +11 s {2}test\/11\.test\.ts$/);
});

test("the processor time of what was started is counted", () => {
  const watched = watchWork();
  execFileSync(process.execPath, ["--eval", "for (const end = Date.now() + 300; Date.now() < end; );"]);
  const { own = 0, cores = 0 } = watched() ?? {};
  expect(own).toBeGreaterThan(0);
  expect(cores).toBeGreaterThan(0);
});
