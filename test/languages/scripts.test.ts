import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { languageOf } from "../../src/model/language.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

/** What a person runs from a clone, and what that sources. */
const scripts = [
  ...["docker/attach", "docker/detach", "docker/build", "docker/demo/run"],
  ...globSync("docker/setup/*").filter((path) => !/\/(?:words|stand-ins)$/.test(path)),
].map((path) => ({ path, code: readFileSync(path, "utf8").replace(/^\s*#.*$/gm, "") }));
const table = tableOf(readFileSync("docker/setup/words", "utf8"));
const said = new Set(scripts.flatMap(({ code }) => textsIn(code)));

test("what the scripts say is in the table, and the table has nothing else, each once", () => {
  expect(said.size).toBeGreaterThan(60);
  const known = table.map(({ en }) => en);
  expect([...said].filter((text) => !known.includes(text))).toEqual([]);
  expect(known.filter((text, at) => !said.has(text) || known.indexOf(text) !== at)).toEqual([]);
});

test("each text is there in three languages, with the same places, commands and margin", () => {
  const wrong = table.flatMap(({ en, zh, ja }) => [zh, ja].filter((text) => !text.trim() || frame(text) !== frame(en)));
  expect(wrong).toEqual([]);
});

test("no script says a text of its own", () => {
  expect(scripts.flatMap(({ path, code }) => unmarkedIn(code).map((text) => `${path}: ${text}`))).toEqual([]);
  const made = 'say "there is no $folder"\n  fail "$what" "mend it, and run this again"\necho "one thing"\nsay "$1"\n';
  expect(unmarkedIn(made)).toEqual(["there is no $folder", "one thing"]);
});

test("the scripts and the sidecar read HTTPSIDECAR_LANG and LANG alike", async () => {
  const values = [
    ...["", "en", "C.UTF-8", "POSIX", "fr", "ja", "JA", "ja_JP.UTF-8", "jav", "zh", "zh-CN", "zh_CN.UTF-8", "zh-Hans"],
    ...["zh_SG", "zh_TW.UTF-8", "zh-Hant-TW", "zh_HK", "zh-MO", "zhx", "de_DE@euro"],
  ];
  const each = 'for value; do echo "$(HTTPSIDECAR_LANG=$value LANG=C language_of) $(LANG=$value language_of)"; done';
  const { output } = await run("bash", ["--norc", "-c", `source docker/setup/language; ${each}`, "-", ...values], {});
  const both = (value: string) =>
    `${languageOf({ HTTPSIDECAR_LANG: value, LANG: "C" })} ${languageOf({ LANG: value })}`;
  expect(output.trim().split("\n")).toEqual(values.map(both));
});

test("a script speaks by HTTPSIDECAR_LANG, else by LC_ALL, LC_MESSAGES and LANG, with whatever value as it is", async () => {
  const ask = async (environment: Record<string, string>) => await run("docker/attach", ["/a&b {1}"], environment);
  const english = "there is no folder /a&b {1}\n  what to do: pass the folder of your stack's compose file\n";
  const chinese = "没有目录 /a&b {1}\n  处理办法：请给出 compose 文件所在的目录\n";
  const japanese =
    "フォルダー /a&b {1} がありません\n  対処方法：スタックの compose ファイルがあるフォルダーを指定してください\n";
  expect(await ask({})).toEqual({ code: 1, output: english });
  expect(await ask({ HTTPSIDECAR_LANG: "ja", LC_ALL: "C" })).toEqual({ code: 1, output: japanese });
  expect((await ask({ LC_MESSAGES: "zh_CN.UTF-8", LANG: "ja_JP.UTF-8" })).output).toContain(chinese);
  expect((await ask({ LANG: "ja_JP.UTF-8" })).output).toContain(japanese);
});

test("a copy without the table speaks English", async () => {
  const copy = join(await temporaryFolder(), "docker");
  await cp(repository("docker"), copy, { recursive: true });
  await rm(join(copy, "setup/words"));
  const { output } = await run(join(copy, "attach"), [], { HTTPSIDECAR_LANG: "ja" });
  expect(output).toBe("the folder of the stack comes first\n  what to do: attach FOLDER …\n");
});

function run(program: string, words: readonly string[], environment: Record<string, string>) {
  const env = { PATH: process.env["PATH"], ...environment };
  return new Promise<{ code: unknown; output: string }>((done) =>
    execFile(program, [...words], { env }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, output: stdout + stderr }),
    ),
  );
}

/** A text of a shell: in single quotes, or in double quotes and then without anything that is filled in. */
function textsIn(code: string): readonly string[] {
  const text = `'([^']+)'|"([^"$]+)"`;
  const one = [...code.matchAll(new RegExp(`\\b(?:say|step|phrase)(?<! --step) (?:${text})`, "g"))];
  const two = [
    ...code.matchAll(new RegExp(`\\b(?:fail|announce) (?:${text}|"[^"]*")(?: \\\\\\n)? *(?:${text})?`, "g")),
  ];
  return [...one, ...two]
    .flatMap(([, ...found]) => found)
    .filter((found): found is string => found !== undefined && /[a-z]{2}/i.test(found));
}

/** Words with values in them, which no table can have, and what is said past the table. */
function unmarkedIn(code: string): readonly string[] {
  const spoken = [...code.matchAll(/\b(?:say|step|fail|announce|echo) "([^"]+)"/g)].map(([, text = ""]) => text);
  return spoken.filter((text) => {
    const words = /[a-z]{2,} +[a-z]{2,}/i.test(text.replace(/\$(?:\{[^}]*\}|\w+)|\$\(.*?\)/g, ""));
    return words && (text.includes("$") || code.includes(`echo "${text}"`));
  });
}

function tableOf(text: string) {
  return text
    .split("\n\n")
    .slice(1)
    .map((entry) => {
      const [en = "", zh = "", ja = "", ...more] = entry.trimEnd().split("\n");
      if (!en.startsWith("en: ") || !zh.startsWith("zh: ") || !ja.startsWith("ja: ") || more.length > 0)
        throw new Error(`not an entry: ${entry}`);
      return { en: en.slice(4), zh: zh.slice(4), ja: ja.slice(4) };
    });
}

function frame(text: string): string {
  const names = text.match(
    /\{\d\}|docker compose [\w-]+(?: -d)?|npm run [\w-]+|sudo [\w-]+|[a-z]+\.[a-z]+\.com|DOCKER_HOST/g,
  );
  return [/^ */.exec(text)?.[0].length, ...(names ?? []).sort()].join();
}
