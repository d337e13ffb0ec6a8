import { existsSync, globSync, readFileSync } from "node:fs";
import { repository } from "./repository.ts";

/** Each page in English, by its path in the repository. */
export const pages: readonly string[] = [
  "README.md",
  ...globSync("docker/**/*.md", { cwd: repository(".") })
    .filter((path) => !/\.(?:ja|zh-CN)\.md$/.test(path))
    .sort(),
];

/** The page's translations that there are: of the first page beside the stacks, of any other beside it. */
export function translationsOf(page: string): readonly string[] {
  const name = page === "README.md" ? "docker/README.md" : page;
  return ["zh-CN", "ja"]
    .map((language) => name.replace(/\.md$/, `.${language}.md`))
    .filter((path) => existsSync(repository(path)));
}

export const pageText = (path: string): string => readFileSync(repository(path), "utf8");

/** All that the English pages say. */
export const allPages = (): string => pages.map(pageText).join("\n");

/** Lines to paste into a shell or a file, without the comments behind them, which are in the reader's language. */
export function pastedLines(text: string): readonly string[] {
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}
