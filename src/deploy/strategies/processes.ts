import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

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

/** undefined: it has ended meanwhile. */
async function readProcess(proc: string, pid: string): Promise<Process | undefined> {
  try {
    const title = await readFile(join(proc, pid, "cmdline"), "utf8");
    const stat = await readFile(join(proc, pid, "stat"), "utf8");
    // "pid (name) state parent …"; the name may contain spaces and parentheses
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(pid), parent: Number(parent), title: title.replaceAll("\0", " ").trim() };
  } catch {
    return undefined;
  }
}
