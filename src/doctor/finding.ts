import { plainText } from "../model/plain-text.ts";
import type { Problem } from "../model/problem.ts";
import { type Remedy, remedyFor } from "./remedies.ts";

/** What a check found: how bad it is, what was seen, what that means, and one fix, best of all to paste. */
export type Finding = {
  check: string;
  /** the one that visitors use, where the check has the name of another */
  port?: number;
} & CheckResult;

export type CheckResult = { verdict: "fine"; saw: string } | ({ verdict: "warning" | "blocks" } & Fault);

export type Verdict = CheckResult["verdict"];

/** `remedy`: `doctor --fix` can do it */
type Fault = { saw: string; means: string; fix: string; remedy?: Remedy };

export const fine = (saw: string): CheckResult => ({ verdict: "fine", saw: plainText(saw, longest) });

/** It may be as it should, or it does harm later: nobody is stopped by it. */
export const warning = (fault: Fault): CheckResult => ({ verdict: "warning", ...shown(fault) });

/** No certificate comes, or nobody gets it, until it is mended. */
export const blocks = (fault: Fault): CheckResult => ({ verdict: "blocks", ...shown(fault) });

/** Characters of a text. */
const longest = 8000;

/** As a terminal shows it, whatever a stranger wrote into it. */
function shown(fault: Fault): Fault {
  const [saw, means, fix] = [fault.saw, fault.means, fault.fix].map((text) => plainText(text, longest));
  return { ...fault, saw: saw ?? "", means: means ?? "", fix: fix ?? "" };
}

/** A Problem as a finding: its message is what was seen. */
export function ofProblem({ code, message, fix }: Problem, verdict: "warning" | "blocks", means: string): CheckResult {
  const remedy = remedyFor(code);
  return { verdict, ...shown({ saw: message, means, fix, ...(remedy && { remedy }) }) };
}
