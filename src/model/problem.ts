import { plainText } from "./plain-text.ts";
import type { Responsible } from "./responsible.ts";

/**
 * When trying again can help.
 * - `look`: the cause can be seen for free (a mount, the challenge path, a config test): look every minute, more often right after a start
 * - `soon`: the world may mend itself (CA busy, network): growing pauses
 * - `after-a-fix`: the operator must act: the same growing pauses, at once by hand
 * - a date: the CA said so (Retry-After)
 */
export type Retry = "look" | "soon" | "after-a-fix" | { notBefore: Date };

export interface ProblemFacts {
  /** short and stable, for scripts: kebab-case */
  code: string;
  /** what happened: lower case, no full stop, no secret */
  message: string;
  /** one thing to do, best of all a line to paste */
  fix: string;
  retry?: Retry;
  /** the domains concerned, where it is about these alone */
  names?: readonly string[];
  /** who can end it, where `code` and `retry` do not tell */
  responsible?: Responsible | undefined;
  cause?: unknown;
}

/** Characters of a message or a fix: enough for a server's own words. */
const longest = 8000;

/**
 * What can be expected to go wrong. Anything else that is thrown is a bug and keeps its stack. Message and fix are text
 * that a terminal shows as it is, whatever a stranger wrote into them.
 */
export class Problem extends Error {
  readonly code: string;
  readonly fix: string;
  readonly retry: Retry;
  readonly names: readonly string[];
  readonly responsible: Responsible | undefined;

  constructor({ code, message, fix, retry = "soon", names = [], responsible, cause }: ProblemFacts) {
    super(plainText(message, longest), { cause });
    this.name = "Problem";
    this.code = code;
    this.fix = plainText(fix, longest);
    this.retry = retry;
    this.names = names;
    this.responsible = responsible;
  }
}

/** For `.catch`: undefined for a Problem, else throws the error again. */
export function problemToUndefined(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
  return undefined;
}

/** For `.catch`: the Problem itself, else throws the error again. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
