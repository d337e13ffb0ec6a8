import { expect, test } from "vitest";
import { killedByLimit, noShell } from "../../../src/companion/docker/shell.ts";
import { masterIn } from "../../../src/companion/nginx/master.ts";

test("a list of processes that was ended before its first word does not show that there is no shell", () => {
  expect(masterIn({ exitCode: noShell }, "", 1)).toBe("no-shell");
  expect(masterIn({ exitCode: killedByLimit }, "", 1)).toBeUndefined();
});
