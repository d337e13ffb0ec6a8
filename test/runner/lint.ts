import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";

const checks: readonly (readonly string[])[] = [
  ["biome", "check", "."],
  // src too, by the same rules
  ["tsc", "--noEmit", "-p", "test/tsconfig.json"],
];

/** All of them at once; gives those that failed, after what they said. */
export async function lint(folder: string, until: number): Promise<string[]> {
  const codes = await Promise.all(
    checks.map((command, at) => run(command, { log: join(folder, `lint-${at}`), until })),
  );
  return checks.flatMap((command, at) => {
    if (codes[at] === 0) return [];
    console.log(readFileSync(join(folder, `lint-${at}`), "utf8"));
    return [command.join(" ")];
  });
}
