import { globSync } from "node:fs";
import { basename } from "node:path";
import { repository } from "./repository.ts";

/** The folders of a source folder and the files beside them, by name, each once. */
export function modulesOf(folder: string): string[] {
  const names = globSync("*", { cwd: repository(folder) }).map((path) => basename(path, ".ts"));
  return [...new Set(names)].sort();
}
