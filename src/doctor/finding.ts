import type { Problem } from "../model/problem.ts";
import { type Remedy, remedyFor } from "./remedies.ts";

/** What a check came to: how bad it is, what was seen, what that means, and one thing to do, best of all to paste. */
export type Finding = { check: string } & CheckResult;

export type CheckResult = { verdict: "fine"; saw: string } | ({ verdict: "warning" | "blocks" } & Fault);

export type Verdict = CheckResult["verdict"];

/** `remedy`: `doctor --fix` can do it */
type Fault = { saw: string; means: string; fix: string; remedy?: Remedy };

export const fine = (saw: string): CheckResult => ({ verdict: "fine", saw });

/** It may be as it should, or it does harm later: nobody is stopped by it. */
export const warning = (fault: Fault): CheckResult => ({ verdict: "warning", ...fault });

/** No certificate comes, or nobody gets it, until it is mended. */
export const blocks = (fault: Fault): CheckResult => ({ verdict: "blocks", ...fault });

/** A Problem as a sight: its message is what was seen. */
export function ofProblem({ code, message, fix }: Problem, verdict: "warning" | "blocks", means: string): CheckResult {
  const remedy = remedyFor(code);
  return { verdict, saw: message, means, fix, ...(remedy && { remedy }) };
}
