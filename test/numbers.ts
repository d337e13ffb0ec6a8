// The table of numbers, so that growth is seen: node test/numbers.ts
import { readFileSync } from "node:fs";
import { parseAst } from "vitest/node";
import { circlesIn, type Files, filesOf } from "./imports.ts";

interface Numbers {
  files: number;
  lines: number;
  medianFile: number;
  longestFile: number;
  functions: number;
  medianFunction: number;
  longestFunction: number;
  /** of functions, with at most 25 lines */
  shortShare: number;
  /** of lines */
  commentShare: number;
  circles: number;
}

/** A function is what has a name or a body of its own; one in a single expression is part of the line it stands in. */
export function numbersOf(files: Files): Numbers {
  const texts = [...files.values()];
  const lengths = texts.map((text) => linesIn(text));
  const functions = texts.flatMap(functionLengths);
  const lines = sum(lengths);
  return {
    files: files.size,
    lines,
    medianFile: median(lengths),
    longestFile: Math.max(0, ...lengths),
    functions: functions.length,
    medianFunction: median(functions),
    longestFunction: Math.max(0, ...functions),
    shortShare: functions.filter((length) => length <= 25).length / functions.length,
    commentShare: sum(texts.map(commentLines)) / lines,
    circles: circlesIn(files).length,
  };
}

interface Node {
  type: string;
  start: number;
  end: number;
}

function functionLengths(text: string): number[] {
  const found: number[] = [];
  walk(parseAst(text, { lang: "ts" }), (node) => {
    const { body } = node as { body?: Node };
    if (/Function/.test(node.type) && body?.type === "BlockStatement")
      found.push(linesIn(text.slice(node.start, node.end)));
  });
  return found;
}

function walk(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value && "start" in value) see(value as Node);
  for (const child of Object.values(value)) walk(child, see);
}

function commentLines(text: string): number {
  const comments = text.matchAll(/^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/[ \t]*)$/gm);
  return sum([...comments].map(([comment]) => linesIn(comment)));
}

const linesIn = (text: string) => text.trimEnd().split("\n").length;
const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);

function median(all: readonly number[]): number {
  return [...all].sort((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
}

function row(title: string, files: Files): string {
  const { files: count, lines, medianFile, longestFile, functions, ...rest } = numbersOf(files);
  const { medianFunction, longestFunction, shortShare, commentShare, circles } = rest;
  const share = (part: number) => `${(part * 100).toFixed(1)} %`;
  const cells = [count, lines, medianFile, longestFile, functions, medianFunction, longestFunction];
  return [title, ...cells, share(shortShare), share(commentShare), circles]
    .map((cell) => String(cell).padStart(10))
    .join("");
}

/** For people, at the end of a run. */
export function numbersTable(): string {
  const all = filesOf("src/**/*.ts");
  const code = new Map([...all].filter(([path]) => !path.startsWith("src/languages/")));
  const heads = ["", "files", "lines", "median", "longest", "functions", "median", "longest", "<= 25", "comments"];
  const head = [...heads, "circles"].map((each) => each.padStart(10)).join("");
  const edges = badInputs();
  const inputs = `bad inputs tried: ${sum(edges.map(({ inputs }) => inputs))} at ${edges.length} edges (test/attacks/README.md)`;
  return [head, row("src", all), row("- texts", code), row("test", filesOf("test/**/*.ts")), inputs].join("\n");
}

/** The rows of the page's last table. */
export function badInputs(): readonly { inputs: number; file: string }[] {
  const page = readFileSync(new URL("attacks/README.md", import.meta.url), "utf8");
  const rows = page.matchAll(/^\| .+ \| ([\d,]+) \| `(.+)` \|$/gm);
  return [...rows].map(([, inputs = "", file = ""]) => ({ inputs: Number(inputs.replaceAll(",", "")), file }));
}

if (import.meta.main) console.log(numbersTable());
