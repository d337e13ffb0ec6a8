import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { makeFolder } from "../base/files.ts";
import { serialQueue } from "../base/queue.ts";
import { listOf } from "../base/tolerant.ts";
import type { PresentedRecord, PresentedRecords, TxtRecord } from "../model/dns.ts";
import { Problem } from "../model/problem.ts";
import { onDisk } from "./disk-problem.ts";
import { type Release, takeLock } from "./lock.ts";
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

/**
 * Records that are in DNS, in httpsidecar/dns-records.json under the folder. Other processes write there as well, such as
 * a doctor beside the loop: each change has a lock of its own. Its calls throw Problem, the disk's or `locked`.
 */
export function presentedRecords(folder: string, now = Date.now): PresentedRecords {
  const file = ownFile(folder, "dns-records.json", listOf(record));
  const read = async () => (await file.read()) ?? [];
  // several records are added at once
  const queue = serialQueue();
  const change = (to: (kept: readonly PresentedRecord[]) => readonly PresentedRecord[]) =>
    queue.run(async () => {
      const release = await lockedWithin(join(folder, "httpsidecar"));
      try {
        await file.write(to(await read()));
      } finally {
        await release();
      }
    });
  return {
    read,
    add: (one) => change((kept) => [...kept.filter((other) => !isSame(one, other)), { ...one, at: now() }]),
    remove: (one) => change((kept) => kept.filter((other) => !isSame(one, other))),
  };
}

const pauseMs = 20;
/** Somebody else's change takes milliseconds. */
const mostPauses = 500;

async function lockedWithin(place: string): Promise<Release> {
  await onDisk(place, () => makeFolder(place, 0o700));
  for (let left = mostPauses; ; left -= 1) {
    try {
      return await takeLock(place);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "locked" || left === 0) throw error;
      await sleep(pauseMs);
    }
  }
}

function isSame(one: TxtRecord, other: TxtRecord): boolean {
  return one.fqdn === other.fqdn && one.value === other.value;
}
