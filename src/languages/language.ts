export type Language = "en" | "zh" | "ja";

/**
 * The reader's language by HTTPSIDECAR_LANG, else by LANG; English for all that is not known. Traditional Chinese is not
 * Simplified in other letters, its words of the trade differ too: who reads both says HTTPSIDECAR_LANG=zh.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const wanted = (environment["HTTPSIDECAR_LANG"] || environment["LANG"] || "").trim();
  const [name = "", ...rest] = wanted
    .replace(/[.@].*$/, "")
    .toLowerCase()
    .split(/[_-]/);
  if (name === "ja") return "ja";
  return name === "zh" && !rest.some((part) => ["tw", "hk", "mo", "hant"].includes(part)) ? "zh" : "en";
}
