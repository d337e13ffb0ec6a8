import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { modulesOf } from "./support/modules-of.ts";
import { repository } from "./support/repository.ts";

const pages = globSync(".github/*.md", { cwd: repository(".") });
const read = (path: string) => readFileSync(repository(path), "utf8");

test("what the pages for engineers name and link to is there", () => {
  const gone = pages.flatMap((page) => {
    const text = read(page);
    const linked = [...text.matchAll(/\]\(([^)#:]+)(?:#[\w-]+)?\)/g)].map(([, path = ""]) => join(".github", path));
    const named = [...text.matchAll(/`((?:test|src|docker|\.github)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
    return [...linked, ...named].filter((path) => !existsSync(repository(path))).map((path) => `${page}: ${path}`);
  });
  expect(pages.length).toBeGreaterThan(3);
  expect(gone).toEqual([]);
});

test("the page on architecture has every module, and no other", () => {
  const rows = read(".github/architecture.md").match(/^\| `[^|]*\|/gm) ?? [];
  const named = rows.flatMap((row) => [...row.matchAll(/`([\w-]+)(?:\/|\.ts)`/g)].map(([, name = ""]) => name));
  expect(named.toSorted()).toEqual(modulesOf("src").filter((name) => !["base", "model"].includes(name)));
});

const tables = ["test/attacks/README.md", ...["", ".ja", ".zh-CN"].map((end) => `docker/docs/security${end}.md`)];

test.each(tables)("each row of %s on what somebody may try names a test that is there", (page) => {
  const rows = read(page)
    .split("\n")
    .filter((line) => /^\| .*`test\//.test(line));
  const named = rows.flatMap((row) => row.match(/(?<=`)test\/[\w/.-]+(?=`)/g) ?? []);
  expect(rows.length).toBeGreaterThan(6);
  expect(named.filter((path) => !existsSync(repository(path)))).toEqual([]);
});

test("the sixteen groups of the review have each a row, and the rows of the security page a test each", () => {
  const groups = read("test/attacks/README.md").match(/^\| \d+ (?=\|.*`test\/)/gm) ?? [];
  expect(groups.map((row) => Number(row.slice(2)))).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
  const [, table = ""] = read("docker/docs/security.md").split("## Who has taken over what can do what");
  const rows = (table.split("\n\n")[1] ?? "").split("\n").slice(2);
  expect(rows.length).toBeGreaterThan(6);
  expect(rows.filter((row) => !row.includes("`test/"))).toEqual([]);
});
