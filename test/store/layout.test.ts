import { expect, test } from "vitest";
import { completeVersions, nextVersion, outdatedFiles, versionOf } from "../../src/store/layout.ts";

const version = (number: number) => ["cert", "chain", "fullchain", "privkey"].map((kind) => `${kind}${number}.pem`);

test.each([
  ["privkey3.pem", { kind: "privkey", version: 3 }],
  ["fullchain12.pem", { kind: "fullchain", version: 12 }],
  ["privkey.pem", undefined],
  ["combined3.pem", undefined],
  ["privkey3.pem.bak", undefined],
])("%s is version %j", (file, expected) => {
  expect(versionOf(file)).toEqual(expected);
});

test("the next version is above every number there, whole or not", () => {
  expect(nextVersion([])).toBe(1);
  expect(nextVersion([...version(9), ...version(10), "privkey11.pem", "notes.txt"])).toBe(12);
});

test("a version counts as complete with all four files, newest first", () => {
  expect(completeVersions([...version(1), ...version(10), ...version(9), "privkey11.pem"])).toEqual([10, 9, 1]);
});

test("six versions stay, and what is no version stays", () => {
  expect(outdatedFiles([...version(1), ...version(2), ...version(3), ...version(8), "notes.txt"], 8)).toEqual([
    ...version(1),
    ...version(2),
  ]);
});

test("a folder with more files than a call takes arguments has a next version", () => {
  const many = Array.from({ length: 300_000 }, (_, at) => `x${at}`);
  expect(nextVersion([...many, "privkey7.pem"])).toBe(8);
});
