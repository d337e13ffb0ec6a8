import { execa } from "execa";
import { expect, test } from "vitest";
import { shellWord } from "../../src/model/plain-text.ts";

test.each([
  "/srv/dify/docker",
  "/srv/スタック",
  "/srv/my stack",
  "/srv/it's $HOME",
  '/a:b/c,"d"',
  "/x;reboot",
  "/-x/#y",
  "/a\tb",
])("a shell reads the folder %s as it is, pasted into a command", async (folder) => {
  const { stdout } = await execa("sh", ["-c", `printf %s ${shellWord(folder)}`]);
  expect(stdout).toBe(folder);
});

test("a folder that needs no quotes has none", () => {
  expect(shellWord("/srv/dify/docker")).toBe("/srv/dify/docker");
});
