import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const english = readFileSync("README.md", "utf8");

describe.each(["docker/README.zh-CN.md", "docker/README.ja.md"])("%s keeps step with README.md", (path) => {
  const translated = readFileSync(path, "utf8");

  it("and each leads to the other", () => {
    expect(english).toContain(`](${path})`);
    expect(translated).toContain("](../README.md)");
  });

  it("with the same commands to paste", () => {
    expect(blocksOf(translated)).toEqual(blocksOf(english));
  });

  it("with the same chapters, lists and tables", () => {
    expect(outlineOf(translated)).toEqual(outlineOf(english));
  });

  it("with every variable, command and path that the English text names", () => {
    const there = new Set(codesOf(translated));
    expect([...new Set(codesOf(english))].filter((code) => !there.has(code))).toEqual([]);
  });
});

const fence = /^ *```[\s\S]*?^ *```$/gm;

const blocksOf = (text: string) => text.match(fence) ?? [];

/** How each line that is a heading, a table's row or an item begins, in their order. */
const outlineOf = (text: string) => text.replace(fence, "").match(/^(?:#+ |\| |- |\d+\. )/gm);

const codesOf = (text: string) =>
  [...text.replace(fence, "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace(/\s+/g, " "));
