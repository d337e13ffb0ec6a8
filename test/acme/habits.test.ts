import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { repository } from "../support/repository.ts";

const read = (path: string) => readFileSync(repository(path), "utf8");
const rows = read("test/acme/README.md")
  .split("\n")
  .filter((line) => /^\| [A-Z]\d+ \|/.test(line));
const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, at) => `${letter}${at + 1}`);

test("each habit of CAs has a row", () => {
  const named = rows.map((row) => row.split("|")[1]?.trim() ?? "");
  const all = [upTo("N", 8), upTo("O", 21), upTo("L", 3), upTo("W", 10), upTo("B", 10)].flat();
  expect([...new Set(named)]).toEqual(all);
});

test("the tests that each row names are there, by file and title", () => {
  const gone = rows.flatMap((row) => {
    const [, path = ""] = /`(test\/[\w/.-]+)`/.exec(row) ?? [];
    const titles = [...row.slice(row.indexOf(path)).matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title);
    const text = read(path);
    const missing = titles.length === 0 ? ["no title"] : titles.filter((title) => !text.includes(title));
    return missing.map((title) => `${path}: ${title}`);
  });
  expect(gone).toEqual([]);
});
