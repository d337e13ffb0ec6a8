import { expect, test } from "vitest";
import { missingTests, rowsOf } from "../support/named-tests.ts";

const rows = rowsOf("test/acme/README.md");
const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, at) => `${letter}${at + 1}`);

test("each habit of CAs has a row", () => {
  const named = rows.map((row) => row.split("|")[1]?.trim() ?? "");
  const all = [upTo("N", 8), upTo("O", 21), upTo("L", 3), upTo("W", 10), upTo("B", 10)].flat();
  expect([...new Set(named)]).toEqual(all);
});

test("the tests that each row names are there, by file and title", () => {
  expect(rows.flatMap(missingTests)).toEqual([]);
});
