import type { Said } from "./follow.ts";

/** Something is wrong; somebody does what the fix says. */
export interface Situation {
  /** the fix, as `fixesIn` names it */
  fix: string;
  why: string;
  /** the next thing is in the way afterwards */
  goesOn?: true;
}

/** What a command's screen says first; undefined: nothing is wrong. */
export function saidOn(screen: string): Said | undefined {
  const [, message, fix] = /error: (.*)\n(?:! )?\s*fix: (.*)/.exec(screen) ?? [];
  return message === undefined || fix === undefined ? undefined : { message, fix };
}
