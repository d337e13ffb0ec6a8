import { onDisk as anyDisk, diskProblem as anyProblem, type DiskAdvice } from "../base/disk-problem.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";

/** Runs work in certbot's folder; a system error comes out as a Problem with the fix and retry `look`. */
export function onDisk<T>(place: string, work: () => Promise<T>): Promise<T> {
  return anyDisk(place, work, advice);
}

/** The Problem of a failed system call; names `place` when the error itself has no path. */
export function diskProblem(error: NodeJS.ErrnoException, place: string): Problem {
  return anyProblem(error, place, advice);
}

const advice: DiskAdvice = {
  "not-permitted": (path) => ({
    code: "not-permitted",
    message: phrase`${path} may not be read or written by this process`,
    fix: phrase`check owner and mode with "ls -ld" on the host; for the folder: chown -R root:root volumes/certbot/conf`,
  }),
  "read-only": (path) => ({
    code: "read-only",
    message: phrase`${path} is on a read-only mount`,
    fix: phrase`remove ":ro" from this mount of the certbot service and run: docker compose up -d certbot`,
  }),
};
