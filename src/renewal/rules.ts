import { decide } from "./decide.ts";
import { afterFailure } from "./pauses.ts";
import { mayTry } from "./permission.ts";
import { noteWindow } from "./window.ts";

/** Every rule of a renewal; pure functions, so that a test can break one and see what catches it. */
export interface Rules {
  decide: typeof decide;
  mayTry: typeof mayTry;
  afterFailure: typeof afterFailure;
  noteWindow: typeof noteWindow;
}

export const realRules: Rules = { decide, mayTry, afterFailure, noteWindow };
