import { vi } from "vitest";
import { catalogueOf } from "../../src/languages/catalogue.ts";
import type { Language } from "../../src/model/language.ts";

export const languages: readonly Language[] = ["en", "zh", "ja"];

/** Loads parts anew in a process that speaks the language, as main.ts does: before any of their tables is made. */
export async function speaking<T>(language: Language, load: () => Promise<T>): Promise<T> {
  vi.resetModules();
  const { speak } = await import("../../src/model/phrase.ts");
  speak(language === "en" ? undefined : catalogueOf(language));
  return await load();
}

/** `type` of command-line.ts in the language. */
export async function typing(language: Language) {
  return (await speaking(language, () => import("./command-line.ts"))).type;
}
