import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { difyLike, folderWith } from "../support/dify-like.ts";

const domain = ["--domain", "dify.example.test"];

// Alone, since every other attach on this host finds the port taken too.
test("finds the port that something else has, says what to do there, and goes on with --force", async () => {
  const folder = await folderWith(difyLike);
  const holder = execa(process.execPath, [
    "-e",
    "require('net').createServer().listen(80, '0.0.0.0', () => console.log('holds'))",
  ]);
  onTestFinished(() => void holder.kill());
  holder.catch(() => undefined);
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  const { output, exitCode } = await scriptsFor(folder).attach(...domain, "--yes");
  expect(output).toMatch(/port 80 of this host belongs to .*, so TLS for dify.example.test is terminated there/);
  expect(output).toMatch(/fix: stop it, or let it forward dify.example.test to .*; .* add --force/);
  expect(exitCode).toBe(1);
  expect(await filesOf(folder)).toEqual(difyLike);
  const forced = await scriptsFor(folder).attach(...domain, "--yes", "--force");
  expect(forced.output).toContain("--force: port 80 of this host belongs to");
  expect(forced.exitCode).toBe(4);
});
