import * as z from "zod";
import { serialQueue } from "../base/queue.ts";
import { listOf } from "../base/tolerant.ts";
import type { PresentedRecords, TxtRecord } from "../model/dns.ts";
import { ownFile } from "./own-file.ts";

/**
 * The values of a challenge or a probe: nginx can write this folder in some stacks, and must not name another record
 * for removal.
 */
const ours = /^(?:[\w-]{43}|httpsidecar-probe-[\da-f]{24})$/;
const record = z.object({ zone: z.string(), fqdn: z.string(), value: z.string().regex(ours), domain: z.string() });

/** Records that are in DNS, in httpsidecar/dns-records.json under the folder. Its calls throw the disk's Problem. */
export function presentedRecords(folder: string): PresentedRecords {
  const file = ownFile(folder, "dns-records.json", listOf(record));
  const read = async () => (await file.read()) ?? [];
  // several records are added at once
  const queue = serialQueue();
  const change = (to: (now: readonly TxtRecord[]) => readonly TxtRecord[]) =>
    queue.run(async () => file.write(to(await read())));
  return {
    read,
    add: (one) => change((now) => [...now.filter((other) => !isSame(one, other)), one]),
    remove: (one) => change((now) => now.filter((other) => !isSame(one, other))),
  };
}

function isSame(one: TxtRecord, other: TxtRecord): boolean {
  return one.fqdn === other.fqdn && one.value === other.value;
}
