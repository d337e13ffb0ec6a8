import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../base/atomic-file.ts";
import { jsonFile } from "../base/json-file.ts";
import { listOf } from "../base/tolerant.ts";
import { results } from "../model/outcome.ts";
import type { Status, StatusFile } from "../model/status.ts";
import { watchFaults, watchVerdicts } from "../model/watch.ts";

const moment = z.coerce.date();
const schema = z.object({
  healthy: z.boolean(),
  line: z.string(),
  result: z.enum(results).optional().catch(undefined),
  next: moment.optional().catch(undefined),
  failing: z.object({ since: moment, actFrom: moment }).optional().catch(undefined),
  fix: z.string().optional().catch(undefined),
  companion: z.object({ line: z.string(), fix: z.string() }).optional().catch(undefined),
  staleAt: moment.optional().catch(undefined),
});
const life = z.object({ serial: z.string(), issuer: z.string(), notBefore: moment, notAfter: moment });
const site = z.object({
  url: z.string(),
  at: moment,
  verdict: z.enum(watchVerdicts),
  sure: z.boolean(),
  fault: z.enum(watchFaults).optional(),
  edge: z.string().optional(),
  line: z.string(),
  fix: z.string().optional(),
  certificate: life.optional(),
});
const withOthers = schema.extend({ others: listOf(schema).optional(), watched: listOf(site).optional() });

export const statusPath = (folder: string) => join(folder, "httpsidecar-status.json");

/**
 * The status file in `folder`, a tmpfs of this container; replaced whole, so that `health` never reads half of it. One
 * that cannot be read is as none: a disk that was full. Beside it lies the table that the health check reads without us.
 */
export function statusFile(folder: string, tableOf: (status: Status) => string): StatusFile {
  const { read, write } = jsonFile({ path: statusPath(folder), schema: withOthers });
  return {
    async post(status) {
      await write(status);
      await replaceFile(join(folder, "httpsidecar-health"), tableOf(status), { mode: 0o600 });
    },
    async read() {
      const found = await read();
      return found && { ...withNext(found), others: found.others?.map(withNext) };
    },
  };
}

function withNext({ next, ...rest }: z.infer<typeof schema>): Status {
  return { ...rest, next };
}
