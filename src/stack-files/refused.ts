import { Problem } from "../model/problem.ts";
import { systemCode } from "./atomic-file.ts";

/** A Problem `settings-refused`: nothing was changed; `mend` is what makes it possible. */
export function settingsRefused(message: string, mend: string, cause?: unknown): Problem {
  return new Problem({ code: "settings-refused", message, fix: mend, retry: "look", cause });
}

const reasons: Record<string, readonly [why: string, mend: string]> = {
  ELOOP: ["is a link", "put the real file in the link's place"],
  EBUSY: ["is a mount of its own", "mount the folder it lies in instead"],
  EROFS: ["lies in a folder that is mounted read-only", "make the stack's folder writable"],
  EACCES: ["may not be replaced", "let root write in its folder"],
  EPERM: ["may not be replaced", "take the immutable flag off it and its folder (chattr -i)"],
  ENOSPC: ["lies on a disk that is full", "free some space (df -h)"],
  EDQUOT: ["lies on a disk whose quota is used up", "free some space (quota)"],
  ENOENT: ["lies in a folder that does not exist", "create that folder"],
  ENOTDIR: ["does not lie in a folder", "put a folder in that place"],
};

/** The system's error about this file as a Problem `settings-refused`; a Problem, or what is none of these, as it is. */
export function explained(name: string, error: unknown): unknown {
  const reason = reasons[systemCode(error)];
  if (!reason || error instanceof Problem) return error;
  return settingsRefused(`${name} ${reason[0]}`, reason[1], error);
}
