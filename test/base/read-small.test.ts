import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSmall } from "../../src/base/read-small.ts";
import { temporaryFolder } from "../support/folders.ts";

const small = { maxBytes: 100 };

test("a small file is read whole, and one that is missing is undefined", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "a"), "x".repeat(100));
  expect((await readSmall(join(folder, "a"), small))?.length).toBe(100);
  expect(await readSmall(join(folder, "b"), small)).toBeUndefined();
});

test("a file that is too large is refused, and so is one that has no end", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "a"), "x".repeat(101));
  await expect(readSmall(join(folder, "a"), small)).rejects.toMatchObject({ code: "too-large" });
  await expect(readSmall("/proc/self/maps", small)).rejects.toMatchObject({ code: "too-large" });
});

test("a FIFO, a folder and a device are refused at once", async () => {
  const folder = await temporaryFolder();
  execFileSync("mkfifo", [join(folder, "fifo")]);
  await mkdir(join(folder, "folder"));
  for (const path of [join(folder, "fifo"), join(folder, "folder"), "/dev/zero"]) {
    await expect(readSmall(path, small)).rejects.toMatchObject({ code: "not-a-file" });
  }
});

test("a symlink is followed unless that is not wanted", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "a"), "text");
  await symlink("a", join(folder, "link"));
  expect(String(await readSmall(join(folder, "link"), small))).toBe("text");
  await expect(readSmall(join(folder, "link"), { ...small, follow: false })).rejects.toMatchObject({ code: "ELOOP" });
});
