import { describe, expect, test } from "vitest";
import { clean, notesOf } from "../../src/companion/answers.ts";
import type { SettingsPlan, StackFacts } from "../../src/companion/parts.ts";

describe("an answer's output", () => {
  test("has no control characters but line ends", () => {
    expect(clean("a\x1b[31mred\x07\tb\nc\u009b\r\n")).toBe("a [31mred  b\nc");
  });

  test("is at most 4 KiB and never ends in half a character", () => {
    const cut = clean("€".repeat(2000));
    expect(Buffer.byteLength(cut)).toBe(4095);
    expect(cut.endsWith("€")).toBe(true);
  });
});

describe("notes", () => {
  const stack = (environmentFile?: string): StackFacts => ({
    project: "docker",
    workingFolder: "/srv/docker",
    configFiles: [],
    environmentFile,
    service: "nginx",
    otherEnvironments: [],
  });
  const written: SettingsPlan = {
    where: "env",
    path: "/stack/.env",
    service: "nginx",
    values: {},
    before: Buffer.from("a"),
    after: Buffer.from("b"),
    passedOver: [],
  };

  test("say where it was written and what the next up -d does", () => {
    expect(notesOf(written, stack())).toEqual(["written-env", "next-up-recreates-nginx"]);
    expect(notesOf({ ...written, where: "override" }, stack())).toEqual([
      "written-override",
      "next-up-recreates-nginx",
    ]);
  });

  test("are none when the file said so already", () => {
    expect(notesOf({ ...written, after: Buffer.from("a") }, stack())).toEqual([]);
  });

  test("tell of an environment file outside of the stack's folder, and of none to write", () => {
    const nowhere: SettingsPlan = { where: "nowhere", because: "no-file", passedOver: [] };
    expect(notesOf(nowhere, stack("/etc/dify.env"))).toEqual(["written-nowhere", "env-file-elsewhere"]);
    expect(notesOf(nowhere, stack("/srv/docker/prod.env"))).toEqual(["written-nowhere"]);
  });
});
