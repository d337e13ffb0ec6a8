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
