import { later } from "../base/dates.ts";
import { readCompanionSettings } from "../config/companion-settings.ts";
import { companionLimits } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import type { Alive } from "../model/status.ts";
import type { Word } from "./context.ts";

export const companion: Word = async ({ environment, assembly, clock, print, signal }) => {
  const settings = readCompanionSettings({ environment });
  const statusFile = await assembly.statusFile();
  const post = (alive: Alive) => statusFile.post({ healthy: true, next: undefined, ...alive });
  const staleAt = later(clock.now(), companionLimits.staleMs);
  await post({ line: phrase`the companion starts`, staleAt });
  await assembly.runCompanion(settings, print, signal, post);
  return 0;
};
