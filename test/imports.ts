import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";

/** path → text */
export type Files = ReadonlyMap<string, string>;

const root = fileURLToPath(new URL("..", import.meta.url));

/** Paths are relative to the repository. */
export function filesOf(pattern: string): Files {
  return new Map(globSync(pattern, { cwd: root }).map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** What a file imports, types too, as written. */
export function importsOf(text: string): string[] {
  const forms = /^\s*(?:import|export)\s[^"';]*?from\s*"([^"]+)"|^\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...text.matchAll(forms)].map(([, from, bare, called]) => from ?? bare ?? called ?? "");
}

/** Each set of files that lead to each other, types counted (Tarjan's strongly connected components). */
export function circlesIn(files: Files): string[][] {
  const graph = new Map([...files].map(([path, text]) => [path, targetsOf(path, text, files)]));
  const found: string[][] = [];
  const reached = new Map<string, { at: number; low: number; isOpen: boolean }>();
  const open: string[] = [];
  for (const path of graph.keys()) if (!reached.has(path)) visit(path);
  return found;

  function visit(path: string) {
    const mine = { at: reached.size, low: reached.size, isOpen: true };
    reached.set(path, mine);
    open.push(path);
    for (const target of graph.get(path) ?? []) {
      const theirs = reached.get(target) ?? visit(target);
      if (theirs.isOpen) mine.low = Math.min(mine.low, theirs.low);
    }
    if (mine.low === mine.at) close(path);
    return mine;
  }

  function close(path: string): void {
    const circle = open.splice(open.indexOf(path));
    for (const each of circle) (reached.get(each) ?? { isOpen: false }).isOpen = false;
    if (circle.length > 1) found.push(circle.sort());
  }
}

function targetsOf(path: string, text: string, files: Files): readonly string[] {
  const local = importsOf(text).filter((name) => name.startsWith("."));
  return local.map((name) => join(dirname(path), name)).filter((target) => files.has(target));
}
