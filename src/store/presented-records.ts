import * as z from "zod";
import { serialQueue } from "../base/queue.ts";
import { listOf } from "../base/tolerant.ts";
import type { PresentedRecord, PresentedRecords, TxtRecord } from "../model/dns.ts";
import { ownFile } from "./own-file.ts";

/**
 * The values of a challenge or a probe: nginx can write this folder in some stacks, and must not name another record
 * for removal.
 */
const ours = /^(?:[\w-]{43}|httpsidecar-probe-[\da-f]{24})$/;
const record = z.object({
  ...{ zone: z.string(), fqdn: z.string(), value: z.string().regex(ours), domain: z.string() },
  at: z.number().optional(),
});

/** Records that are in DNS, in httpsidecar/dns-records.json under the folder. Its calls throw the disk's Problem. */
export function presentedRecords(folder: string, now = Date.now): PresentedRecords {
  const file = ownFile(folder, "dns-records.json", listOf(record));
  const read = async () => (await file.read()) ?? [];
  // several records are added at once
  const queue = serialQueue();
  const change = (to: (kept: readonly PresentedRecord[]) => readonly PresentedRecord[]) =>
    queue.run(async () => file.write(to(await read())));
  return {
    read,
    add: (one) => change((kept) => [...kept.filter((other) => !isSame(one, other)), { ...one, at: now() }]),
    remove: (one) => change((kept) => kept.filter((other) => !isSame(one, other))),
  };
}

function isSame(one: TxtRecord, other: TxtRecord): boolean {
  return one.fqdn === other.fqdn && one.value === other.value;
}
