import { readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { circlesIn, type Files, filesOf, importsOf } from "./imports.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = filesOf("src/**/*.ts");
const everything = new Map([...source, ...filesOf("test/**/*.ts"), ...filesOf("docker/**/*.ts")]);

/** Who may import whom, besides their own room. A folder under src is a room; so is each of the two files beside them. */
const modules: Readonly<Record<string, readonly string[]>> = {
  main: ["assemble", "cli", "languages", "base", "model"],
  assemble: [
    "cli",
    "scheduler",
    "doctor",
    "watch",
    "notices",
    "metrics",
    "renewal",
    "acme",
    "challenge",
    "store",
    "deploy",
    "companion",
    "attach",
    "stack-files",
    "imported",
    "config",
    "base",
    "model",
  ],
  cli: ["scheduler", "renewal", "doctor", "watch", "config", "base", "model"],
  scheduler: ["renewal", "base", "model"],
  doctor: ["base", "model"],
  watch: ["base", "model"],
  notices: ["base", "model"],
  metrics: ["base", "model"],
  renewal: ["base", "model"],
  acme: ["base", "model"],
  challenge: ["base", "model"],
  store: ["base", "model"],
  deploy: ["base", "model"],
  companion: ["stack-files", "base", "model"],
  attach: ["stack-files", "base", "model"],
  "stack-files": ["base", "model"],
  imported: ["base", "model"],
  config: ["base", "model"],
  base: ["model"],
  languages: ["model"],
  model: [],
};

test("imports go through the doors that the table of rooms shows, and no other", () => {
  expect(source.size).toBeGreaterThan(0);
  expect(closedDoors(source)).toEqual([]);
});

test("a forbidden import is found, in whatever form it is written", () => {
  const madeUp: Files = new Map([
    ["src/store/lineages.ts", 'import type { Check } from "../doctor/checks.ts";\nimport { lock } from "./lock.ts";'],
    ["src/model/outcome.ts", 'export { decide } from "../renewal/decide.ts";'],
    [
      "src/cli/run.ts",
      'const { ask } = await import("../deploy/ask.ts");\nimport { Problem } from "../model/problem.ts";',
    ],
    ["src/scheduler/loop.ts", 'import {\n  assemble,\n} from "../assemble.ts";'],
    ["src/attic/old.ts", 'import "../model/problem.ts";'],
    ["src/acme/client.ts", 'import { root } from "../../test/fakes/root.ts";'],
  ]);
  expect(closedDoors(madeUp)).toEqual([
    "src/store/lineages.ts imports src/doctor/checks.ts",
    "src/model/outcome.ts imports src/renewal/decide.ts",
    "src/cli/run.ts imports src/deploy/ask.ts",
    "src/scheduler/loop.ts imports src/assemble.ts",
    "src/attic/old.ts imports src/model/problem.ts",
    "src/acme/client.ts imports test/fakes/root.ts",
  ]);
});

test("no files lead to each other in a circle, imports of types counted", () => {
  expect(circlesIn(everything)).toEqual([]);
  const madeUp: Files = new Map([
    ["src/a/one.ts", 'import type { Two } from "./two.ts";'],
    ["src/a/two.ts", 'export { three } from "../b/three.ts";'],
    ["src/b/three.ts", 'const { one } = await import("../a/one.ts");'],
    ["src/b/four.ts", 'import { one } from "../a/one.ts";'],
  ]);
  expect(circlesIn(madeUp)).toEqual([["src/a/one.ts", "src/a/two.ts", "src/b/three.ts"]]);
});

test("what validates in DNS is loaded only where an order, a check or attach asks for it, so that no idle container has it", () => {
  const loads = /^\s*(?:import|export)\s(?!type\s)[^"';]*?from\s*"([^"]*(?:challenge\/dns\/|dns-parts)[^"]*)"/m;
  const loading = [...source].filter(([path, text]) => !path.startsWith("src/challenge/dns/") && loads.test(text));
  expect(loading.map(([path]) => path)).toEqual(["src/assemble/dns-parts.ts"]);
  expect(loads.exec('import { query } from "../challenge/dns/query.ts";')?.[1]).toBe("../challenge/dns/query.ts");
  expect(loads.test('import { openHooks } from "./dns-parts.ts";')).toBe(true);
});

test("every package that the source imports is one of the few dependencies", () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const imported = [...source].flatMap(([, text]) => importsOf(text)).filter((name) => !/^(?:\.|node:)/.test(name));
  const packages = imported.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]);
  expect(packages.filter((name) => !Object.keys(dependencies).includes(String(name)))).toEqual([]);
});

test("no source file is longer than 180 lines, but for the catalogue", () => {
  const code = [...source].filter(([path]) => !path.startsWith("src/languages/"));
  const long = code.filter(([, text]) => text.trimEnd().split("\n").length > 180);
  expect(long.map(([path]) => path)).toEqual([]);
});

test("the environment of the process is read in main.ts and assemble.ts only", () => {
  const readers = [...source].filter(([, text]) => /\bprocess\s*\.\s*env\b|\benv\b.*from "node:process"/.test(text));
  const rest = readers.map(([path]) => path).filter((path) => !/^src\/(?:main|assemble)\.ts$/.test(path));
  expect(rest).toEqual([]);
});

test("no test replaces a module, and none is passed over", () => {
  const replaced = /\bvi\s*\.\s*(?:mock|doMock|hoisted)\b/;
  const passedOver = /\b(?:test|it|describe)\s*\.\s*(?:skip|only|todo|fails)\b/;
  const found = [...everything].filter(([, text]) => replaced.test(text) || passedOver.test(text));
  expect(found.map(([path]) => path)).toEqual([]);
});

function closedDoors(files: Files): string[] {
  return [...files].flatMap(([path, text]) =>
    importsOf(text)
      .filter((name) => name.startsWith("."))
      .map((name) => join(dirname(path), name))
      .filter((target) => !mayImport(path, target))
      .map((target) => `${path} imports ${target}`),
  );
}

function mayImport(path: string, target: string): boolean {
  const from = moduleOf(path);
  const to = moduleOf(target);
  if (modules[from] === undefined) return false;
  return from === to || modules[from].includes(to);
}

/** src/store/lock.ts lies in the room store, src/main.ts is the room main; anything outside src is no room. */
function moduleOf(path: string): string {
  return /^src\/([^/.]+)/.exec(path)?.[1] ?? path;
}
