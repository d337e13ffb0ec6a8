import { readCompanionSettings } from "../config/companion-settings.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

/** The other container: switches and reloads nginx through the Docker socket. */
export const companion: Word = async ({ environment, assembly, print, signal }) => {
  const settings = readCompanionSettings({ environment });
  const statusFile = await assembly.statusFile();
  await statusFile.post({ healthy: true, line: phrase`the companion is listening`, next: undefined });
  await assembly.runCompanion(settings, print, signal);
  return 0;
};
