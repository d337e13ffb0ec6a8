import { later } from "../base/dates.ts";
import { readCompanionSettings } from "../config/companion-settings.ts";
import { companionLimits } from "../model/companion.ts";
import { restCode } from "../model/keeper.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Alive } from "../model/status.ts";
import type { Word } from "./context.ts";

export const companion: Word = async ({ environment, assembly, clock, print, signal }) => {
  const settings = readCompanionSettings({ environment });
  const statusFile = await assembly.statusFile();
  const post = (alive: Alive) => statusFile.post({ healthy: true, next: undefined, ...alive });
  if (!assembly.keeper?.memory)
    await post({ line: phrase`the companion starts`, staleAt: later(clock.now(), companionLimits.staleMs) });
  try {
    if ((await assembly.runCompanion(settings, print, signal, post)) === "rests") return restCode;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "runs-already") throw error;
    print(error.message);
  }
  return 0;
};
