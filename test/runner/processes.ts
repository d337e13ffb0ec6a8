import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, writeFileSync } from "node:fs";

/** What a timer takes, in ms; more than three weeks. */
const longest = 2 ** 31 - 1;

const running = new Set<ChildProcess>();

export interface How {
  env?: Readonly<Record<string, string>>;
  /** file for what it says; this process's own output unless told */
  log?: string;
  /** moment (ms since 1970) at which it is ended */
  until: number;
  /** gets what others leave of the processors */
  nice?: true;
}

/** Runs a command in a process group of its own, so that nothing of it outlives the limit. Gives its exit code. */
export async function run(words: readonly string[], { env, log, until, nice }: How): Promise<number> {
  const [file = "", ...others] = nice ? ["nice", "-n", "19", ...words] : words;
  const child = spawn(file, others, {
    env: { ...process.env, ...env },
    stdio: log === undefined ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    detached: true,
  });
  running.add(child);
  if (nice) giveWay(child);
  if (log !== undefined) keepOutput(child, log);
  const timer = setTimeout(() => end(child), Math.min(longest, Math.max(0, until - Date.now())));
  try {
    const [code] = await once(child, "close");
    return code ?? 124;
  } catch {
    return 127;
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/** sched(7): a session's processes share what the session gets, and their own niceness counts among them alone. */
function giveWay({ pid }: ChildProcess): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, "19");
  } catch {
    // no such groups here: then their own niceness counts
  }
}

function keepOutput(child: ChildProcess, log: string): void {
  const file = createWriteStream(log);
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
}

/** A moment to clean up, then none. */
function end(child: ChildProcess): void {
  signal(child, "SIGTERM");
  setTimeout(() => signal(child, "SIGKILL"), 20_000).unref();
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // it has ended
  }
}

/** For a person's Ctrl-C: all that runs is ended with this process. */
export function endAll(): void {
  for (const child of running) signal(child, "SIGTERM");
}
