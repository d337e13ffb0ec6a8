import { posix } from "node:path";
import type { Directive } from "../../stack-files/nginx-tokens.ts";
import type { ServerBlock } from "../../stack-files/server-blocks.ts";
import { byHandAt } from "./by-hand.ts";
import type { ConfFile } from "./conf-files.ts";

/** Directives of one file. */
export interface Part {
  file: ConfFile;
  directives: readonly Directive[];
}

/** A server block; `parts`: itself, and the files that it includes. */
export type Block = ServerBlock & Part & { parts: readonly Part[] };

/** How many braces it opens. */
export const deeper = ({ end }: Directive) => Number(end === "{") - Number(end === "}");

/** Those directly in a block; of a nested one its beginning. */
export function directly({ directives }: Block): readonly Directive[] {
  let depth = -1;
  return directives.filter((directive) => {
    const isDirect = depth === 0 && directive.end !== "}";
    depth += deeper(directive);
    return isDirect;
  });
}

/** What nginx reads as one with a block's own lines; relative paths begin in nginx's own folder. */
export function partsOf({ directives }: ServerBlock, file: ConfFile, files: readonly ConfFile[]): readonly Part[] {
  const globs = directives.flatMap(({ words: [name, glob] }) =>
    name === "include" && glob ? [posix.resolve("/etc/nginx", glob)] : [],
  );
  const included = files.filter(({ path }) => globs.some((glob) => posix.matchesGlob(path, glob)));
  return [{ file, directives }, ...included.map((each) => ({ file: each, directives: each.directives }))];
}

export const byHand = (why: string, { file, directives: [first] }: Part, directive = first) =>
  byHandAt(file, directive?.to, why);
