import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** Runs work on the disk; what the disk refuses comes out as a Problem with the mend, retried by looking. */
export async function onDisk<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isDiskError(error) ? diskProblem(error, place) : error;
  }
}

/** The Problem of a system call that failed; `place` is named when the error itself names no path. */
export function diskProblem(error: NodeJS.ErrnoException, place: string): Problem {
  const path = error.path ?? place;
  const { code, message, fix } = (troubles[error.code ?? ""] ?? otherTrouble(error.code))(path);
  return new Problem({ code, message, fix, retry: "look", cause: error });
}

/** True for an error with this code, such as ENOENT. */
export function hasCode(error: unknown, code: string): boolean {
  return isDiskError(error) && error.code === code;
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

type Trouble = (path: string) => { code: string; message: string; fix: string };

const full: Trouble = (path) => ({
  code: "disk-full",
  message: phrase`no room is left for ${path}`,
  fix: phrase`free some room on the disk, see: df -h; df -i; docker system df`,
});

const forbidden: Trouble = (path) => ({
  code: "not-permitted",
  message: phrase`${path} may not be read or written by this process`,
  fix: phrase`look at owner and mode with "ls -ld" on the host; for the folder: chown -R root:root volumes/certbot/conf`,
});

const readOnly: Trouble = (path) => ({
  code: "read-only",
  message: phrase`${path} lies on a read-only mount`,
  fix: phrase`take ":ro" off this mount of the certbot service and run: docker compose up -d certbot`,
});

const troubles: Readonly<Record<string, Trouble>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: readOnly,
};

function otherTrouble(errno: string | undefined): Trouble {
  return (path) => ({
    code: "disk-trouble",
    message: phrase`${path} cannot be used (${errno ?? phrase`unknown error`})`,
    fix: phrase`look at it on the host with "ls -ld"; a folder, a link or a mount is not what it should be`,
  });
}
