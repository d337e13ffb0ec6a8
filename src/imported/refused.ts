import { Problem } from "../model/problem.ts";

/** The refusal of files that cannot be installed; nothing was changed. */
export function refused(code: string, message: string, fix: string): Problem {
  return new Problem({ code: `own-${code}`, message, fix, retry: "after-a-fix" });
}
