import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSmall } from "../../base/read-small.ts";

export interface Process {
  pid: number;
  parent: number;
  title: string;
}

/** The processes seen in this folder (proc(5)). */
export async function processesIn(proc: string): Promise<readonly Process[]> {
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  const read = await Promise.all(pids.map((pid) => readProcess(proc, pid)));
  return read.filter((process) => process !== undefined);
}

/** Any process of nginx's container can have megabytes of words, and nginx's own have few. */
const textOf = async (path: string) => String((await readSmall(path, { maxBytes: 64 * 1024 })) ?? "");

/** undefined: it has ended meanwhile, or is none of nginx's. */
async function readProcess(proc: string, pid: string): Promise<Process | undefined> {
  try {
    const [title, stat] = [await textOf(join(proc, pid, "cmdline")), await textOf(join(proc, pid, "stat"))];
    // "pid (name) state parent …"; the name may contain spaces and parentheses
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(pid), parent: Number(parent), title: title.replaceAll("\0", " ").trim() };
  } catch {
    return undefined;
  }
}
