import { expect, test } from "vitest";
import type { Waiting } from "../../src/notices/memory.ts";
import { nextIn } from "../../src/notices/outbox.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const notice = { event: "failing", lineage: "a.test", at: at(0), title: "", lines: [] } as const;
const waiting = (to: string, minute: number): Waiting => ({ to, notice, tries: 0, notBefore: at(minute) });

test("a later notice does not overtake the one before it: the next try is that of the oldest", () => {
  expect(nextIn([waiting("a", 30), waiting("a", 0)])).toEqual(at(30));
  expect(nextIn([waiting("a", 30), waiting("a", 0), waiting("b", 10)])).toEqual(at(10));
  expect(nextIn([])).toBeUndefined();
});
