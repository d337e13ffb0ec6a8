import { type JsonFile, type JsonFileOptions, jsonFile } from "../base/json-file.ts";
import { systemCode } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { refusal } from "./refusal.ts";

/** One JSON file in the companion's own volume. Its calls throw Problem `no-space` for whatever the disk refuses. */
export function keptFile<T>(options: JsonFileOptions<T>): JsonFile<T> {
  const { read, write, drop } = jsonFile(options);
  const { path } = options;
  return {
    read: () => onVolume(path, read),
    write: (value) => onVolume(path, () => write(value)),
    drop: () => onVolume(path, drop),
  };
}

async function onVolume<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) === "" && !(error instanceof Problem)) throw error;
    const message = phrase`the companion's own file ${path} cannot be read or written, so nothing was changed`;
    const fix = phrase`free some space (df -h) and check that the companion's volume is writable`;
    throw refusal("no-space", message, fix, error);
  }
}
