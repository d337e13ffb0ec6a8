import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { collectAtRest } from "../../src/assemble/at-rest.ts";
import { repository } from "../support/repository.ts";

/** A process whose processor time is set by hand, in ms; a collection takes some itself. */
function processOf() {
  const made = { time: 0, collected: 0, work };
  const call = collectAtRest({
    worked: () => made.time,
    collect() {
      made.collected += 1;
      made.time += 120;
    },
  });
  function work(ms: number) {
    made.time += ms;
    call();
    return made.collected;
  }
  return made;
}

test("memory is given back at the first rest after work, and once", () => {
  const { work } = processOf();
  expect([600, 800, 1, 1, 2, 1].map(work)).toEqual([0, 0, 1, 1, 1, 1]);
});

test("its own time is no work, and a new piece of work is collected again", () => {
  const { work } = processOf();
  expect([600, 0, 0, 0, 300, 5].map(work)).toEqual([0, 1, 1, 1, 1, 2]);
});

test("many small events add up to work, and none of them to a collection each", () => {
  const { work } = processOf();
  const counts = Array.from({ length: 100 }, () => work(1));
  expect(counts.at(-1)).toBe(5);
});

const program = `
  import { PerformanceObserver, constants } from "node:perf_hooks";
  import { giveBackAtRest } from "./src/assemble/at-rest.ts";
  let major = 0;
  const see = (list) => { for (const { detail } of list.getEntries()) major += Number(detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR); };
  new PerformanceObserver(see).observe({ entryTypes: ["gc"] });
  const end = performance.now() + 300;
  while (performance.now() < end);
  major = 0;
  giveBackAtRest(100);
  setTimeout(() => console.log(major), 1500);`;

const collectionsWith = async (...flags: string[]) => {
  const started = execa(process.execPath, [...flags, "--input-type=module", "--eval", program], {
    cwd: repository("."),
  });
  return Number((await started).stdout);
};

test("a real process collects when it was started as the image starts it, and works without that too", async () => {
  expect(await collectionsWith("--expose-gc")).toBeGreaterThan(0);
  expect(await collectionsWith()).toBe(0);
});

test("the image starts what waits so that it can collect, and keeps what V8 makes of the program with the same flags", async () => {
  const launch = await readFile(repository("docker/launch"), "utf8");
  const [, flags = ""] = /serve \| companion \| watch\) exec node (.+?) \/opt/.exec(launch) ?? [];
  expect(flags.split(" ")).toContain("--expose-gc");
  expect(await readFile(repository("docker/Dockerfile"), "utf8")).toContain(`for flags in "${flags}"`);
});
