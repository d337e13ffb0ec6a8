import { type CompanionAnswer, type CompanionCode, fixMark } from "../../model/companion.ts";

/** An answer in the companion's form, from a strategy without one. */
export function answer(code: CompanionCode, more: Partial<CompanionAnswer> = {}): CompanionAnswer {
  return { code, nginx: true, https: true, challenge: true, off: false, notes: [], output: "", ...more };
}

export function failed(code: CompanionCode, message: string, fix: string): CompanionAnswer {
  return answer(code, { output: `${message}\n${fixMark}${fix}` });
}
