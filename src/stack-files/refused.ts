import { systemCode } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

/** A Problem `settings-refused`: nothing was changed; `mend` is what makes it possible. */
export function settingsRefused(message: string, mend: string, cause?: unknown): Problem {
  return new Problem({ code: "settings-refused", message, fix: mend, retry: "look", cause });
}

const reasons: Record<string, readonly [why: string, mend: string]> = {
  ELOOP: [phrase`is a link`, phrase`put the real file in the link's place`],
  EBUSY: [phrase`is a mount of its own`, phrase`mount its folder instead`],
  EROFS: [phrase`is in a folder that is mounted read-only`, phrase`make the stack's folder writable`],
  EACCES: [phrase`may not be replaced`, phrase`let root write in its folder`],
  EPERM: [phrase`may not be replaced`, phrase`remove the immutable flag from it and its folder (chattr -i)`],
  ENOSPC: [phrase`is on a disk that is full`, phrase`free some space (df -h)`],
  EDQUOT: [phrase`is on a disk whose quota is used up`, phrase`free some space (quota)`],
  ENOENT: [phrase`is in a folder that does not exist`, phrase`create that folder`],
  ENOTDIR: [phrase`is not in a folder`, phrase`put a folder in that place`],
};

/** The system's error about this file as a Problem `settings-refused`; a Problem, or anything else, unchanged. */
export function explained(name: string, error: unknown): unknown {
  const reason = reasons[systemCode(error)];
  if (!reason || error instanceof Problem) return error;
  return settingsRefused(`${name} ${reason[0]}`, reason[1], error);
}
