import { readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type * as z from "zod";
import { replaceFile } from "../base/atomic-file.ts";
import { syncFolder } from "../base/files.ts";
import { missingToUndefined, systemCode } from "../base/system-error.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { refusal } from "./refusal.ts";

export interface KeptFileOptions<T> {
  path: string;
  schema: z.ZodType<T>;
  /** where a damaged file is said */
  print: Print;
}

export interface KeptFile<T> {
  /** undefined: there is none, or it was damaged; then it is kept beside under another name */
  read(): Promise<T | undefined>;
  /** At once and flushed, mode 0600. Throws Problem `no-space` when it cannot be kept. */
  write(value: unknown): Promise<void>;
  drop(): Promise<void>;
}

const maxBytes = 16 * 1024 * 1024;

/** One JSON file in the companion's own volume. */
export function keptFile<T>({ path, schema, print }: KeptFileOptions<T>): KeptFile<T> {
  return {
    read: async () => {
      const text = await readFile(path, "utf8").catch(missingToUndefined).catch(asProblem(path));
      if (text === undefined) return undefined;
      const read = schema.safeParse(parseJson(text));
      if (read.success) return read.data;
      await setAside(path, print);
      return undefined;
    },
    write: (value) => keep(path, `${JSON.stringify(value)}\n`),
    drop: async () => {
      await rm(path, { force: true }).catch(asProblem(path));
      await syncFolder(dirname(path)).catch(asProblem(path));
    },
  };
}

async function keep(path: string, text: string): Promise<void> {
  if (text.length > maxBytes) throw notKept(path, phrase`is larger than 16 MiB`);
  await replaceFile(path, text, { mode: 0o600 }).catch(asProblem(path));
}

/** The system's errors are for the operator of the disk; anything else is a bug. */
const asProblem = (path: string) => (error: unknown) => {
  throw systemCode(error) === "" ? error : notKept(path, phrase`cannot be read or written`, error);
};

async function setAside(path: string, print: Print): Promise<void> {
  await rename(path, `${path}.damaged`).catch(asProblem(path));
  print(phrase`${path} was damaged and is kept as ${path}.damaged; continuing without it`);
}

/** undefined for what is no JSON: no schema takes that. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notKept(path: string, why: string, cause?: unknown) {
  const fix = phrase`free some space (df -h) and check that the companion's volume is writable`;
  return refusal("no-space", phrase`the companion's own file ${path} ${why}, so nothing was changed`, fix, cause);
}
