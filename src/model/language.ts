export type Language = "en" | "zh" | "ja";

/** The languages of HTTPSIDECAR_LANG. */
export const languages = ["en", "zh-CN", "ja"] as const;

/** The reader's language by HTTPSIDECAR_LANG, else by LANG; English for unknown ones. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  return languageNamed(environment["HTTPSIDECAR_LANG"] || environment["LANG"] || "C") ?? "en";
}

/**
 * ja, ja_JP.UTF-8, zh-Hans…; undefined: not available. Traditional Chinese is not Simplified in other letters, its
 * technical words differ too: readers of both set HTTPSIDECAR_LANG=zh.
 */
export function languageNamed(text: string): Language | undefined {
  const [name = "", ...rest] = text
    .trim()
    .replace(/[.@].*$/, "")
    .toLowerCase()
    .split(/[_-]/);
  if (name === "en" || name === "c" || name === "posix") return "en";
  if (name === "ja") return "ja";
  return name === "zh" && !rest.some((part) => ["tw", "hk", "mo", "hant"].includes(part)) ? "zh" : undefined;
}
