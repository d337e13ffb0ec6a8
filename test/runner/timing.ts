import { readFileSync } from "node:fs";

/** How long something took; `beside`: while something else went on, so that it is no part of the sum. */
export interface Timing {
  title: string;
  seconds: number;
  beside?: true;
  work?: Work;
}

/** What the processors did meanwhile. */
export interface Work {
  /** seconds of processor time of all that this run started and that has ended; what containers did is not in it */
  own: number;
  /** how busy all cores of the machine were, whoever used them, from 0 to 1 */
  cores: number;
}

export interface FileTiming {
  file: string;
  seconds: number;
}

/** The table at the end of a run, and the ten files that took longest. */
export function timingTable(timings: readonly Timing[], files: readonly FileTiming[]): string {
  const slowest = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10);
  const lines = slowest.map(({ file, seconds }) => `${amount(seconds, "s")}  ${file}`);
  const head = "where the time went: seconds, processor seconds (without containers), how busy all cores were";
  return [head, ...timings.map(row), "the slowest files:", ...lines].join("\n");
}

function row({ title, seconds, beside, work }: Timing): string {
  const spent = work ? `${amount(work.own, "s")} ${amount(work.cores * 100, "%")}` : " ".repeat(17);
  return `${amount(seconds, "s")} ${spent}  ${beside ? "(beside) " : ""}${title}`;
}

function amount(value: number, unit: string): string {
  return `${value.toFixed(0).padStart(6)} ${unit}`;
}

/** Asked later, gives what the processors did since; nothing on systems without /proc. */
export function watchWork(): () => Work | undefined {
  const before = reading();
  return () => {
    const after = reading();
    if (before === undefined || after === undefined || after.all === before.all) return undefined;
    const cores = 1 - (after.idle - before.idle) / (after.all - before.all);
    return { own: after.own - before.own, cores };
  };
}

/** proc_stat(5) and proc_pid_stat(5): fields 16 and 17 are those of children, in hundredths of a second. */
function reading(): { all: number; idle: number; own: number } | undefined {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1);
    const jiffies = line.split(/\s+/).slice(1, 8).map(Number);
    const [, , , idle = 0, wait = 0] = jiffies;
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /, "")
      .split(" ")
      .map(Number);
    const [user = 0, system = 0] = fields.slice(13, 15);
    return { all: jiffies.reduce((sum, one) => sum + one, 0), idle: idle + wait, own: (user + system) / 100 };
  } catch {
    return undefined;
  }
}
