import { expect, test } from "vitest";
import { languageOf } from "../../src/model/language.ts";

test.each([
  ["ja_JP.UTF-8", "ja"],
  ["ja", "ja"],
  ["zh_CN.UTF-8", "zh"],
  ["zh-Hans", "zh"],
  ["zh_SG", "zh"],
  ["zh", "zh"],
  ["ZH_cn", "zh"],
  ["zh_TW.UTF-8", "en"],
  ["zh_HK", "en"],
  ["zh-Hant-TW", "en"],
  ["en_US.UTF-8", "en"],
  ["C.UTF-8", "en"],
  ["POSIX", "en"],
  ["de_DE@euro", "en"],
  ["", "en"],
])("LANG=%s is read as %s", (LANG, language) => {
  expect(languageOf({ LANG })).toBe(language);
});

test("HTTPSIDECAR_LANG wins over LANG, unless it is empty", () => {
  expect(languageOf({ HTTPSIDECAR_LANG: "ja", LANG: "zh_CN.UTF-8" })).toBe("ja");
  expect(languageOf({ HTTPSIDECAR_LANG: "en", LANG: "zh_CN.UTF-8" })).toBe("en");
  expect(languageOf({ HTTPSIDECAR_LANG: "", LANG: "zh_CN.UTF-8" })).toBe("zh");
  expect(languageOf({})).toBe("en");
});
