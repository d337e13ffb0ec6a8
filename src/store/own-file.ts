import { dirname, join } from "node:path";
import type * as z from "zod";
import { makeFolder } from "../base/files.ts";
import { type JsonFile, type JsonFileOptions, jsonFile } from "../base/json-file.ts";
import { onDisk } from "./disk-problem.ts";

export interface OwnFile<T> extends JsonFile<T> {
  path: string;
}

/**
 * A JSON file in httpsidecar/ under the folder, which certbot leaves alone; the folder is made with the first write.
 * Its calls throw the disk's Problem.
 */
export function ownFile<T>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  { say, memory }: Pick<JsonFileOptions<T>, "say" | "memory"> = {},
): OwnFile<T> {
  const place = join(folder, "httpsidecar");
  const path = join(place, name);
  const file = jsonFile({ path, schema, ...(say && { say }), ...(memory && { memory }) });
  return {
    path,
    read: () => onDisk(place, file.read),
    drop: () => onDisk(place, file.drop),
    write: (value) =>
      onDisk(place, async () => {
        for (const each of new Set([place, dirname(path)])) await makeFolder(each, 0o700);
        await file.write(value);
      }),
  };
}
