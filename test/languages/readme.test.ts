import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it, test } from "vitest";
import { pages, pageText, pastedLines, translationsOf } from "../support/pages.ts";
import { repository } from "../support/repository.ts";

const translated = pages.flatMap((page) => translationsOf(page).map((path) => ({ page, path })));

describe.each(translated)("$path keeps step with $page", ({ page, path }) => {
  const english = pageText(page);
  const other = pageText(path);

  it("and each links to the other", () => {
    expect(linksOf(page)).toContain(path);
    expect(linksOf(path)).toContain(page);
  });

  it("with the same lines to paste", () => {
    expect(pastedLines(other)).toEqual(pastedLines(english));
  });

  it("with the same chapters, lists and tables", () => {
    expect(outlineOf(other)).toEqual(outlineOf(english));
  });

  it("with every variable, command and path that the English text names", () => {
    const there = new Set(codesOf(other));
    expect([...new Set(codesOf(english))].filter((code) => !there.has(code))).toEqual([]);
  });

  it("with lines as long as their paragraphs, since a break between two characters is shown as a space", () => {
    const wrapped = other.replace(fence, "").match(/[぀-ヿ㐀-鿿。、，]\n(?=[^\n#|>\-!\s\d[<*`])/g);
    expect(wrapped ?? []).toEqual([]);
  });
});

test("the first page is read in one go", () => {
  for (const path of ["README.md", ...translationsOf("README.md")])
    expect(pageText(path).split("\n").length).toBeLessThan(200);
});

test("every link of every page leads to a file that is there", () => {
  const all = pages.flatMap((page) => [page, ...translationsOf(page)]);
  const lost = all.flatMap((path) => linksOf(path).map((link) => ({ path, link })));
  expect(lost.filter(({ link }) => !existsSync(repository(link)))).toEqual([]);
});

const fence = /^ *```[\s\S]*?^ *```$/gm;

/** To files of the repository, by their path in it. */
const linksOf = (path: string) =>
  [...pageText(path).matchAll(/\]\(([^)#\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => normalize(join(dirname(path), link)));

/** How each line that is a heading, a table's row or an item begins, in their order. */
const outlineOf = (text: string) => text.replace(fence, "").match(/^(?:#+ |\| |- |\d+\. )/gm);

const codesOf = (text: string) =>
  [...text.replace(fence, "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace(/\s+/g, " "));
