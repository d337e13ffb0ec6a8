import { mkdtemp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { words } from "../../src/cli/words.ts";
import { type } from "../support/command-line.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

/** Those that a person runs; the others are run by the image. */
const scripts = ["attach", "detach", "build", "demo/run", "setup/host", "setup/images", "setup/pebble"];

test.each(scripts)("docker/%s --help shows what it is for, and touches nothing", async (script) => {
  // a machine that has what it takes to read, and no more
  const bin = await mkdtemp(join(await temporaryFolder(), "bin-"));
  for (const tool of ["bash", "dirname", "sed", "cat", "tr"]) await symlink(`/usr/bin/${tool}`, join(bin, tool));
  const run = (...words: string[]) =>
    execa(repository(`docker/${script}`), words, { env: { PATH: bin }, extendEnv: false, reject: false });
  const { exitCode, stdout, stderr } = await run("--help");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^\S.{20,}/);
  expect(stdout).not.toContain("set -euo");
  expect((await run("/nowhere", "--help")).stdout).toBe(stdout);
});

test.each(Object.keys(words))("httpsidecar %s --help says something, ends with 0, and does nothing", async (word) => {
  const { screen, code, diary } = await type(`${word} --help`);
  expect({ code, diary }).toEqual({ code: 0, diary: [] });
  expect(screen).not.toMatch(/^! /m);
  expect(screen.length).toBeGreaterThan(10);
});
