import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Status, StatusFile } from "../model/status.ts";

const moment = z.coerce.date();
const failing = z.object({ since: moment, actFrom: moment });
const schema = z.object({
  healthy: z.boolean(),
  line: z.string(),
  next: moment.optional(),
  failing: failing.optional(),
  fix: z.string().optional(),
  companion: z.object({ line: z.string(), fix: z.string() }).optional(),
  staleAt: moment.optional(),
});

/** The status file in `folder`, a tmpfs of this container; replaced whole, so that `health` never reads half of it. */
export function statusFile(folder: string): StatusFile {
  const path = join(folder, "httpsidecar-status.json");
  return {
    async post(status) {
      const fresh = `${path}.${randomUUID()}`;
      await writeFile(fresh, JSON.stringify(status), { mode: 0o600 });
      await rename(fresh, path);
    },
    async read() {
      const text = await readFile(path, "utf8").catch(absent);
      return text === undefined ? undefined : parse(text);
    },
  };
}

/** One that cannot be read is none: a disk that was full. */
function parse(text: string): Status | undefined {
  try {
    const { healthy, line, next, failing, fix, companion, staleAt } = schema.parse(JSON.parse(text));
    return { healthy, line, next, failing, fix, companion, staleAt };
  } catch {
    return undefined;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
