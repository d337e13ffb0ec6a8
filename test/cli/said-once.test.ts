import { expect, test } from "vitest";
import { saidOnce } from "../../src/cli/said-once.ts";

const a = { mark: "a", isBad: true, lines: ["a.test does not exist in DNS"] };
const b = { mark: "b", isBad: true, lines: ["b.test does not exist in DNS"] };
const well = { mark: "well", isBad: false, lines: ["all is well"] };

function saidOf(...states: readonly (typeof a)[]): readonly string[] {
  const diary: string[] = [];
  const say = saidOnce({ print: (line) => diary.push(line), complain: (line) => diary.push(`! ${line}`) });
  for (const state of states) say(state);
  return diary;
}

test("two causes that take turns are said once each, and again only after all was well", () => {
  const [firstA, firstB] = ["! a.test does not exist in DNS", "! b.test does not exist in DNS"];
  expect(saidOf(a, b, a, b, a)).toEqual([firstA, firstB]);
  expect(saidOf(a, b, well, well, b)).toEqual([firstA, firstB, "all is well", firstB]);
});

test("a cause whose words change each time is said each time, without end", () => {
  const all = Array.from({ length: 250 }, (_, at) => ({ ...a, mark: String(at) }));
  expect(saidOf(...all)).toHaveLength(250);
});
