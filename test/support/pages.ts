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

/** What the page of docker/swarm says that the companion asks of the Engine. */
export const listedCalls: readonly string[] = [
  ...pageText("docker/swarm/README.md").matchAll(/^(?:GET|POST|DELETE) \/\S+$/gm),
].map(([line]) => line);

/** The pages for engineers, in English alone. */
export const engineersPages: readonly string[] = globSync(".github/*.md", { cwd: repository(".") }).sort();

/** All that the English pages say. */
export const allPages = (): string => pages.map(pageText).join("\n");

/** Lines to paste into a shell or a file (a block that says of what kind it is), without the comments behind them, which are in the reader's language. */
export function pastedLines(text: string): readonly string[] {
  return blocksOf(text)
    .filter(({ kind }) => !["", "mermaid", "json"].includes(kind))
    .flatMap(({ lines }) => lines)
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** Whole documents to paste, such as a provider's policies. */
export function pastedJson(text: string): readonly unknown[] {
  return blocksOf(text).flatMap(({ kind, lines }) => (kind === "json" ? [JSON.parse(lines.join("\n"))] : []));
}

/** What a page shows as printed, which is not to be typed. */
export function printedLines(text: string): readonly string[] {
  return blocksOf(text)
    .filter(({ kind }) => kind === "")
    .flatMap(({ lines }) => lines);
}

/** The fenced blocks, whose first line may name what they are. */
function blocksOf(text: string) {
  return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, kind = "", block = ""]) => ({
    kind,
    lines: block.trimEnd().split("\n"),
  }));
}
