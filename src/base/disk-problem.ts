import { phrase } from "../model/phrase.ts";
import { Problem, type ProblemFacts } from "../model/problem.ts";
import { applied } from "../model/typed-lines.ts";
import { isSystemError, systemCode } from "./system-error.ts";

export type DiskRefusal = "full" | "not-permitted" | "read-only" | "wrong-kind";

type Advice = (path: string) => Pick<ProblemFacts, "code" | "message" | "fix">;
/** Advice for refusals where the general words are not good enough. */
export type DiskAdvice = Partial<Readonly<Record<DiskRefusal, Advice>>>;

/** errno(3). */
const refusals: Readonly<Record<string, DiskRefusal>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EACCES: "not-permitted",
  EPERM: "not-permitted",
  EROFS: "read-only",
  ENOTDIR: "wrong-kind",
  EISDIR: "wrong-kind",
  ELOOP: "wrong-kind",
};

/** undefined: no refusal, nor is a missing path one. */
export function diskRefusal(error: unknown): DiskRefusal | undefined {
  return refusals[systemCode(error)];
}

/** Runs work on the disk; a system error comes out as a Problem with retry `look`, anything else as it is. */
export async function onDisk<T>(place: string, work: () => Promise<T>, advice: DiskAdvice = {}): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isSystemError(error) ? diskProblem(error, place, advice) : error;
  }
}

/** The Problem of a failed system call; names `place` when the error itself has no path. */
export function diskProblem(error: NodeJS.ErrnoException, place: string, advice: DiskAdvice = {}): Problem {
  const refusal = diskRefusal(error);
  const say = (refusal && { ...general, ...advice }[refusal]) ?? otherTrouble(systemCode(error));
  const facts = say(error.path ?? place);
  return new Problem({ ...facts, retry: "look", cause: error });
}

function otherTrouble(code: string): Advice {
  return (path) => ({
    code: "disk-trouble",
    message: phrase`${path} cannot be used (${code || phrase`unknown error`})`,
    fix: phrase`check it on the host with "ls -ld"; a folder, a symlink or a mount is not what it should be`,
  });
}

const general: DiskAdvice = {
  full: (path) => ({
    code: "disk-full",
    message: phrase`no room is left for ${path}`,
    fix: phrase`free some room on the disk, see: df -h; df -i; docker system df`,
  }),
  "not-permitted": (path) => ({
    code: "not-permitted",
    message: phrase`${path} may not be read or written by this process`,
    fix: phrase`check its owner and mode on the host with "ls -ld"`,
  }),
  "read-only": (path) => ({
    code: "read-only",
    message: phrase`${path} is on a read-only mount`,
    fix: applied(phrase`remove ":ro" from this mount`),
  }),
};
