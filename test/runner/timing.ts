import { readFileSync } from "node:fs";

/** How long something took; `beside`: while something else went on, so that it is no part of the sum. */
export interface Timing {
  title: string;
  seconds: number;
  beside?: true;
  /** of all cores, from 0 to 1 */
  cores?: number;
}

export interface FileTiming {
  file: string;
  seconds: number;
}

/** The table at the end of a run, and the ten files that took longest. */
export function timingTable(timings: readonly Timing[], files: readonly FileTiming[]): string {
  const rows = timings.map(({ title, seconds, beside, cores }) =>
    [
      `${seconds.toFixed(0).padStart(6)} s`,
      cores === undefined ? "    " : `${Math.round(cores * 100)}%`.padStart(4),
      beside ? `  (beside) ${title}` : title,
    ].join("  "),
  );
  const slowest = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10);
  const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(0).padStart(6)} s  ${file}`);
  return ["where the time went (and how busy the cores were):", ...rows, "the slowest files:", ...lines].join("\n");
}

/** Asked twice, gives how busy all cores of the machine were in between, whoever used them. */
export function coresUsed(): () => number | undefined {
  const before = jiffies();
  return () => {
    const after = jiffies();
    if (before === undefined || after === undefined || after.all === before.all) return undefined;
    return 1 - (after.idle - before.idle) / (after.all - before.all);
  };
}

/** proc_stat(5); undefined on systems without it. */
function jiffies(): { all: number; idle: number } | undefined {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1);
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0] = line
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { all: user + nice + system + idle + wait + irq + soft, idle: idle + wait };
  } catch {
    return undefined;
  }
}
