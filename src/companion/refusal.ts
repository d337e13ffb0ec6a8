import { type CompanionCode, companionCodes } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { setIn } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { applied } from "../model/typed-lines.ts";

/** Why nothing was done, as a Problem whose code and message become the answer's. */
export function refusal(code: CompanionCode, message: string, fix: string, cause?: unknown): Problem {
  return new Problem({ code, message, fix, retry: "look", cause });
}

/** The answer's code for an error of this module; throws on what is not a Problem: a bug. */
export function codeOf(thrown: unknown): { code: CompanionCode; problem: Problem } {
  if (!(thrown instanceof Problem)) throw thrown;
  const code = companionCodes.find((known) => known === thrown.code) ?? "docker-failed";
  return { code, problem: code === "settings-refused" ? withChoice(thrown) : thrown };
}

/** undefined: it was a bug. */
export function codeIn(thrown: unknown): CompanionCode | undefined {
  return thrown instanceof Problem ? codeOf(thrown).code : undefined;
}

/** For the log; a bug with its stack. */
export function inWords(thrown: unknown): string {
  if (!(thrown instanceof Problem)) return phrase`this is a bug: ${bugOf(thrown)}`;
  const { problem } = codeOf(thrown);
  return `${setIn(problem.message)}\n  fix: ${problem.fix}`;
}

const bugOf = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

/** The companion can write elsewhere, or nowhere. */
function withChoice({ code, message, fix, retry, cause }: Problem): Problem {
  const choice = phrase`or choose where to write with WRITE_ENV=override or WRITE_ENV=never in httpsidecar.env`;
  return new Problem({ code, message, fix: applied(`${fix}, ${choice}`), retry, cause });
}
