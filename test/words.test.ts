import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { formerWords } from "./former-words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "src/**/*.ts", "test/**/*.ts"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && !isExempt(file));

/** Each word of the names, and one file that has it. */
const words = new Map(files.flatMap((file) => wordsOf(file).map((word) => [word, file])));

test.each(Object.entries(formerWords))("no identifier and no file is called %s, the word is %s", (former, _now) => {
  const word = new RegExp(`^(?:${former})$`, "i");
  expect([...words].filter(([part]) => word.test(part))).toEqual([]);
});

test("the words are found in names of either case and of files", () => {
  expect(partsOf("openOwnDesk")).toEqual(["open", "Own", "Desk"]);
  expect(partsOf("standing-in.ts")).toEqual(["standing", "in", "ts"]);
});

/** The list itself, texts of the product, and what reads files that earlier versions wrote. */
function isExempt(file: string): boolean {
  const former = [
    "test/former-words.ts",
    "src/companion/state.ts",
    "src/store/weekly-notes.ts",
    "src/store/ledger-text.ts",
  ];
  return file.startsWith("src/languages/") || [...former, "test/companion/state.test.ts"].includes(file);
}

/** Identifiers and the file's name, each cut into its words; texts and comments are prose and are left out. */
function wordsOf(file: string): readonly string[] {
  const code = readFileSync(`${root}/${file}`, "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "");
  return [basename(file), ...(code.match(/[A-Za-z_$][\w$]*/g) ?? [])].flatMap(partsOf);
}

function partsOf(name: string): readonly string[] {
  return name.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? [];
}
