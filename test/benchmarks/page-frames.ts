import { open, readFile } from "node:fs/promises";

const pageBytes = 4096;
const entryBytes = 8;
const isPresent = 1n << 63n;
const frameNumber = (1n << 55n) - 1n;

/**
 * Bytes of memory in which these processes have something, each page counted once: what their PSS would sum up to if
 * nobody else shared a page with them. Needs root (proc(5), pagemap).
 */
export async function bytesTogether(pids: readonly string[]): Promise<number> {
  const frames = new Set<bigint>();
  for (const pid of pids) for (const frame of await framesOf(pid).catch(noneWhenGone)) frames.add(frame);
  if (frames.size === 1) throw new Error("page frames are shown to root alone");
  return frames.size * pageBytes;
}

async function framesOf(pid: string): Promise<bigint[]> {
  const mappings = residentMappings(await readFile(`/proc/${pid}/smaps`, "utf8"));
  const pagemap = await open(`/proc/${pid}/pagemap`, "r");
  try {
    const found: bigint[] = [];
    for (const { start, end } of mappings) {
      const pages = Math.round((end - start) / pageBytes);
      const position = Math.round(start / pageBytes) * entryBytes;
      const { buffer, bytesRead } = await pagemap.read(Buffer.alloc(pages * entryBytes), { position });
      for (let at = 0; at < bytesRead; at += entryBytes) {
        const entry = buffer.readBigUInt64LE(at);
        if ((entry & isPresent) !== 0n) found.push(entry & frameNumber);
      }
    }
    return found;
  } finally {
    await pagemap.close();
  }
}

/** What is only reserved is left out: V8 reserves gigabytes. The kernel's own mappings lie beyond exact numbers. */
function residentMappings(smaps: string) {
  const blocks = smaps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) .*\n(?:[A-Z]\w+: .*\n)*?Rss: +([1-9]\d*) kB/gm);
  return [...blocks]
    .map(([, start = "", end = ""]) => ({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }))
    .filter(({ end }) => Number.isSafeInteger(end));
}

function noneWhenGone(error: NodeJS.ErrnoException): bigint[] {
  if (error.code === "ENOENT" || error.code === "ESRCH") return [];
  throw error;
}
