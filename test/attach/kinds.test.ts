import { expect, test } from "vitest";
import { missingTests, rowsOf } from "../support/named-tests.ts";

test("each kind of what people have names tests that are there, by file and title", () => {
  const rows = rowsOf("test/attach/README.md");
  expect(rows.length).toBeGreaterThan(14);
  expect(rows.flatMap(missingTests)).toEqual([]);
});
