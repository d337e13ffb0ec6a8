import { Problem } from "../../model/problem.ts";
import { systemCode } from "../atomic-file.ts";
import { refusal } from "../refusal.ts";

const otherwise = "or choose where to write with WRITE_ENV=override or WRITE_ENV=never in httpsidecar.env";

/** A Problem `settings-refused`: nothing was changed; `mend` is what makes it possible. */
export function settingsRefused(message: string, mend: string, cause?: unknown): Problem {
  return refusal("settings-refused", message, `${mend}, ${otherwise}`, cause);
}

const reasons: Record<string, readonly [why: string, mend: string]> = {
  ELOOP: ["is a link", "put the real file in the link's place"],
  EBUSY: ["is a mount of its own", "mount the folder it lies in instead"],
  EROFS: ["lies in a folder that is mounted read-only", "mount the stack's folder read-write into certbot-companion"],
  EACCES: ["may not be replaced by the companion", "let root write in its folder"],
  EPERM: ["may not be replaced by the companion", "take its immutable flag off (chattr -i)"],
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
