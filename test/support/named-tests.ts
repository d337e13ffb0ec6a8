import { readFileSync } from "node:fs";
import { repository } from "./repository.ts";

const read = (path: string) => readFileSync(repository(path), "utf8");

/** The rows of a page's table that begin with an id such as K1. */
export const rowsOf = (page: string) =>
  read(page)
    .split("\n")
    .filter((line) => /^\| [A-Z]\d+ \|/.test(line));

/** What a row names as tests and is not there: `file`: "title"; "title"; `file`: "title". */
export function missingTests(row: string): readonly string[] {
  const named = [...row.matchAll(/`(test\/[\w/.-]+)`: ((?:"[^"]+"(?:; )?)+)/g)];
  if (named.length === 0) return [`no test: ${row.slice(0, 40)}`];
  return named.flatMap(([, path = "", titles = ""]) => {
    const text = read(path);
    const each = [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title);
    return each.filter((title) => !text.includes(title)).map((title) => `${path}: ${title}`);
  });
}
