import type { Print } from "../model/contracts.ts";
import type { CompanionSettings } from "../model/settings.ts";
import type { Step } from "./replay/switching.ts";

export interface CompanionOptions {
  settings: CompanionSettings;
  print: Print;
  signal: AbortSignal;
  /** id or name of the container we run in */
  self?: string;
  now?: () => Date;
  /** told after each step of a switch */
  at?: (step: Step) => void;
}
