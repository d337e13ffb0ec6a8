import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Print } from "../model/contracts.ts";
import type { LogFile } from "../model/log.ts";
import { phrase } from "../model/phrase.ts";
import { diskProblem } from "./disk-problem.ts";

export interface LogFileOptions {
  /** /var/log/letsencrypt */
  folder: string;
  /** old logs that are kept; 0: one log that is never turned over. 1000, as certbot, unless told */
  backups?: number | undefined;
  /** told once when nothing can be written, and once more when it can again */
  complain: Print;
  now?: () => Date;
}

const name = "letsencrypt.log";
/** Bytes after which a log is turned over within a run, as certbot does. */
const largest = 1024 * 1024;

/**
 * certbot's log: letsencrypt.log, turned over at every start and at one MiB to .1, .2 and so on. Each entry is written
 * at once and to the file of that name at that moment, so that nothing is kept in memory and two runs do not get in
 * each other's way. A log that cannot be written never ends a run: it is said once.
 */
export async function openLogFile({ folder, backups = 1000, complain, now = () => new Date() }: LogFileOptions) {
  const path = join(folder, name);
  const say = onChange(complain);
  const attempt = (work: () => void) => {
    try {
      work();
      say(undefined);
    } catch (error) {
      say(diskProblem(error as NodeJS.ErrnoException, path).message);
    }
  };
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  const highest = await highestIn(folder);
  if (backups > 0 && existsSync(path)) attempt(() => turnOver(path, backups, highest));
  const log: LogFile = {
    write: (level, source, text) =>
      attempt(() => {
        const entry = `${stamp(now())}:${level}:${source}:${setIn(text)}\n`;
        if (append(path, entry) > largest && backups > 0) turnOver(path, backups, backups);
      }),
  };
  return log;
}

/** Gives the size of the file after it. */
function append(path: string, entry: string): number {
  const file = openSync(path, "a", 0o600);
  try {
    writeSync(file, entry);
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}

/** The highest number of an old log. */
async function highestIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  return Math.max(0, ...names.map((file) => Number(/^letsencrypt\.log\.(\d{1,6})$/.exec(file)?.[1] ?? 0)));
}

/** Another run may be doing the same this very moment: what is gone already is passed over. */
function turnOver(path: string, backups: number, highest: number): void {
  for (let number = Math.min(highest, backups - 1); number >= 1; number--) {
    if (existsSync(`${path}.${number}`)) moveUnlessGone(`${path}.${number}`, `${path}.${number + 1}`);
  }
  moveUnlessGone(path, `${path}.1`);
}

function moveUnlessGone(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** As Python's logging has it, which scripts know: local time, a comma before the milliseconds. */
function stamp(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 23).replace("T", " ").replace(".", ",");
}

/** Further lines begin with a space, so that no stranger's text can look like an entry; no control characters. */
function setIn(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "").replaceAll("\n", "\n ");
}

/** Says a trouble when it begins or changes, and once when it is over. */
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
