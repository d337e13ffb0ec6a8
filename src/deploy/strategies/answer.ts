import { type CompanionAnswer, type CompanionCode, fixMark } from "../../model/companion.ts";

/** An answer in the companion's form, of what acts in its place. */
export function answer(code: CompanionCode, more: Partial<CompanionAnswer> = {}): CompanionAnswer {
  return { code, nginx: true, https: true, challenge: true, off: false, notes: [], output: "", ...more };
}

/** One that is a failure, with its fix. */
export function failed(code: CompanionCode, message: string, fix: string): CompanionAnswer {
  return answer(code, { output: `${message}\n${fixMark}${fix}` });
}
