import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { serialQueue } from "../base/queue.ts";
import { missingToUndefined } from "../base/system-error.ts";
import type { Print } from "../model/contracts.ts";
import type { LogFile } from "../model/log.ts";
import { phrase } from "../model/phrase.ts";
import { diskProblem } from "./disk-problem.ts";

export interface LogFileOptions {
  /** /var/log/letsencrypt */
  folder: string;
  /** old logs to keep; 0: one log that is never turned over. 1000 by default, as certbot */
  backups?: number | undefined;
  /** hears once that nothing can be written, and once that it can again */
  complain: Print;
  now?: () => Date;
}

const name = "letsencrypt.log";
/** Bytes after which a log is turned over within a run, as certbot does. */
const largest = 1024 * 1024;
/** Bytes of all old logs together: a CA that talks without end fills no disk. */
const largestSum = 128 * largest;

/**
 * certbot's log: letsencrypt.log, turned over at every start and at one MiB to .1, .2 and so on. Each entry is written
 * at once to the file of that name, so that memory keeps nothing and two runs do not collide. A log that cannot be
 * written never ends a run: it is said once.
 */
export async function openLogFile({ folder, backups = 1000, complain, now = () => new Date() }: LogFileOptions) {
  const path = join(folder, name);
  const say = onChange(complain);
  const trouble = (error: unknown) => say(diskProblem(error as NodeJS.ErrnoException, path).message);
  let turning = false;
  const turn = async () => {
    if (backups < 1 || turning) return;
    turning = true;
    await turns.run(() => turnOver(folder, backups)).catch(trouble);
    turning = false;
  };
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  await closeToOthers(folder).catch(() => undefined);
  await turn();
  const log: LogFile = {
    write(level, source, text) {
      try {
        const size = append(path, `${stamp(now())}:${level}:${source}:${setIn(text)}\n`);
        say(undefined);
        if (size > largest) void turn();
      } catch (error) {
        trouble(error);
      }
    },
  };
  return log;
}

/** Two logs of one process may be turned over at the same time. */
const turns = serialQueue();

// a FIFO in its place must not block
const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
const appending = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK;

/** Returns the file's size. */
function append(path: string, entry: string): number {
  const file = openSync(path, appending, 0o600);
  try {
    writeSync(file, entry);
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}

/** Renames up to a thousand files, one at a time and without blocking; another process may do the same, so a file may be gone. */
async function turnOver(folder: string, backups: number): Promise<void> {
  const names = new Set(await readdir(folder).catch(() => []));
  if (!names.has(name)) return;
  const path = join(folder, name);
  let free = 1;
  while (free < backups && names.has(`${name}.${free}`)) free++;
  for (let number = free; number > 1; number--)
    await rename(`${path}.${number - 1}`, `${path}.${number}`).catch(missingToUndefined);
  await rename(path, `${path}.1`).catch(missingToUndefined);
  await dropOldest(folder);
}

/** The newest stay, as many as have room. */
async function dropOldest(folder: string): Promise<void> {
  const numbers = (await readdir(folder)).flatMap((file) => /^letsencrypt\.log\.(\d{1,6})$/.exec(file)?.[1] ?? []);
  let sum = 0;
  for (const number of numbers.map(Number).toSorted((one, other) => one - other)) {
    const old = join(folder, `${name}.${number}`);
    sum += (await stat(old).catch(missingToUndefined))?.size ?? 0;
    if (sum > largestSum) await rm(old, { force: true });
  }
}

/** As certbot makes it. Docker makes a mounted folder that everybody may read; one that is in use is its owner's affair. */
async function closeToOthers(folder: string): Promise<void> {
  const { uid, mode } = await stat(folder);
  const isDockers = uid === process.getuid?.() && (mode & 0o777) === 0o755;
  if (isDockers && (await readdir(folder)).length === 0) await chmod(folder, 0o700);
}

/** As in Python's logging, which scripts know: local time, a comma before the milliseconds. */
function stamp(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 23).replace("T", " ").replace(".", ",");
}

/** Further lines begin with a space, so that no stranger's text can look like an entry; no control characters. */
function setIn(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "").replaceAll("\n", "\n ");
}

/** Reports a trouble when it begins or changes, and its end. */
function onChange(complain: Print): (trouble: string | undefined) => void {
  let said: string | undefined;
  return (trouble) => {
    if (trouble === said) return;
    said = trouble;
    if (trouble === undefined) return complain(phrase`the log is written again`);
    complain(
      phrase`warning: no log is written: ${trouble}; the run continues, its output: docker compose logs certbot`,
    );
  };
}
