import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type * as z from "zod";
import { phrase } from "../model/phrase.ts";
import { replaceFile } from "./atomic-file.ts";
import { fileState } from "./file-state.ts";
import { isThere, syncFolder } from "./files.ts";
import { readSmall, tooLarge } from "./read-small.ts";

export interface JsonFileOptions<T> {
  path: string;
  /**
   * Versions before and after this one write the file too: give each field a default (`.catch`), make objects loose so
   * that unknown fields survive a rewrite, and read lists and records with `listOf` and `recordOf`.
   */
  schema: z.ZodType<T>;
  /** hears once of a file that cannot be used at all */
  say?: (line: string) => void;
  /** 0o600 by default */
  mode?: number;
  /** 16 MiB by default; more is neither read nor written */
  maxBytes?: number;
  /** remembers between two calls which state of the file was good, so that a write need not read it */
  memory?: JsonFileMemory;
}

export interface JsonFileMemory {
  good?: string | undefined;
}

export interface JsonFile<T> {
  /** undefined: none, or unusable */
  read(): Promise<T | undefined>;
  /** At once and synced. Keeps an unusable file beside, as `….damaged`. */
  write(value: unknown): Promise<void>;
  drop(): Promise<void>;
}

/** A JSON file of our own. Its calls throw the system's error, and Problem `too-large` or `not-a-file`. */
export function jsonFile<T>(options: JsonFileOptions<T>): JsonFile<T> {
  const { path, schema, say = () => {}, mode = 0o600, maxBytes = 16 * 1024 * 1024, memory = {} } = options;
  let said = false;
  return {
    async read() {
      const state = await fileState(path);
      const found = await load(path, schema, maxBytes);
      memory.good = found.kind === "value" ? state : undefined;
      if (found.kind === "damaged" && !said) {
        said = true;
        say(phrase`warning: ${path} is damaged and is not used; the next write keeps it as ${path}.damaged`);
      }
      return found.kind === "value" ? found.value : undefined;
    },
    async write(value) {
      const text = `${JSON.stringify(value)}\n`;
      if (Buffer.byteLength(text) > maxBytes) throw tooLarge(path, maxBytes);
      const isGood = memory.good !== undefined && memory.good === (await fileState(path));
      if (!isGood && (await load(path, schema, maxBytes)).kind === "damaged") await rename(path, `${path}.damaged`);
      await replaceFile(path, text, { mode });
      memory.good = await fileState(path);
    },
    async drop() {
      if (!(await isThere(path))) return;
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    },
  };
}

type Loaded<T> = { kind: "missing" } | { kind: "damaged" } | { kind: "value"; value: T };

async function load<T>(path: string, schema: z.ZodType<T>, maxBytes: number): Promise<Loaded<T>> {
  const bytes = await readSmall(path, { maxBytes });
  if (bytes === undefined) return { kind: "missing" };
  const read = schema.safeParse(parseJson(bytes.toString()));
  return read.success ? { kind: "value", value: read.data } : { kind: "damaged" };
}

/** undefined for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
