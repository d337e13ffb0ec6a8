import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createFile, replaceFile } from "../../src/base/atomic-file.ts";
import { diskProblem, onDisk } from "../../src/base/disk-problem.ts";
import { Problem } from "../../src/model/problem.ts";
import { temporaryFolder } from "../support/folders.ts";

test.each([
  ["its owner alone", { mode: 0o600 }, "600"],
  [
    "its group as well, once it has been given to that",
    { mode: 0o640, owner: { gid: process.getgid?.() ?? 0 } },
    "640",
  ],
])("a file for %s is nobody else's from its first byte on", async (_, written, last) => {
  const path = join(await temporaryFolder(), "privkey1.pem");
  const seen = new Set<string>();
  const before = process.umask(0);
  try {
    let made = false;
    const making = createFile(path, Buffer.alloc(128 * 1024 * 1024), written).finally(() => {
      made = true;
    });
    while (!made) {
      const { size, mode } = await stat(path).catch(() => ({ size: 0, mode: 0 }));
      if (size > 0 && size < 128 * 1024 * 1024) seen.add((mode & 0o777).toString(8));
      await setImmediate();
    }
    await making;
  } finally {
    process.umask(before);
  }
  expect([...seen]).toEqual(["600"]);
  expect(((await stat(path)).mode & 0o777).toString(8)).toBe(last);
});

describe("a file that is replaced", () => {
  test("is there whole, alone and with the mode asked for", async () => {
    const folder = await temporaryFolder();
    await replaceFile(join(folder, "a.json"), "new", { mode: 0o600 });
    expect(await readFile(join(folder, "a.json"), "utf8")).toBe("new");
    expect((await stat(join(folder, "a.json"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["a.json"]);
  });

  test("keeps the mode that somebody gave it", async () => {
    const path = join(await temporaryFolder(), "a.json");
    await writeFile(path, "old");
    await chmod(path, 0o640);
    await replaceFile(path, "new", { mode: 0o600 });
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test("takes a hundred writers at once, and one of them is the last", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "a.json");
    const texts = Array.from({ length: 100 }, (_, at) => `text ${at}`);
    await Promise.all(texts.map((text) => replaceFile(path, text)));
    expect(texts).toContain(await readFile(path, "utf8"));
    expect(await readdir(folder)).toEqual(["a.json"]);
  });

  test("stays as it was when the new one cannot be put there", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "taken"));
    await expect(replaceFile(join(folder, "taken"), "new")).rejects.toMatchObject({ code: "EISDIR" });
    expect(await readdir(folder)).toEqual(["taken"]);
  });

  test("loses what a killed writer left beside it, and nothing else", async () => {
    const folder = await temporaryFolder();
    const old = new Date(Date.now() - 3_600_000);
    for (const name of [
      ".a.json.0123abcd.new",
      ".a.json.ffffffff.new",
      ".b.json.0123abcd.new",
      ".a.json.new",
      "a.json",
    ]) {
      await writeFile(join(folder, name), "");
      if (!name.includes("ffffffff")) await utimes(join(folder, name), old, old);
    }
    await replaceFile(join(folder, "a.json"), "new");
    const left = [".a.json.ffffffff.new", ".a.json.new", ".b.json.0123abcd.new", "a.json"];
    expect((await readdir(folder)).sort()).toEqual(left.sort());
  });
});

describe("what the disk refuses", () => {
  const refusals = {
    ENOSPC: "disk-full",
    EDQUOT: "disk-full",
    EACCES: "not-permitted",
    EPERM: "not-permitted",
    EROFS: "read-only",
    ENOTDIR: "disk-trouble",
    EISDIR: "disk-trouble",
    ELOOP: "disk-trouble",
    EIO: "disk-trouble",
  };

  test.each(Object.entries(refusals))("%s is the Problem %s with a fix", async (errno, code) => {
    const refused = Object.assign(new Error(errno), { code: errno, syscall: "open", path: "/there/a.json" });
    const problem = await onDisk("/there", () => Promise.reject(refused)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code, retry: "look", message: expect.stringContaining("/there/a.json") });
    expect(problem).toHaveProperty("fix", expect.stringMatching(/./));
  });

  test("is told in a module's own words where it has some", () => {
    const refused = Object.assign(new Error("no"), { code: "EROFS" });
    const advice = { "read-only": () => ({ code: "webroot", message: "it is read-only", fix: "change it" }) };
    expect(diskProblem(refused, "/there", advice)).toMatchObject({ code: "webroot", fix: "change it" });
  });

  test("a bug and a Problem pass through as they are", async () => {
    const bug = new TypeError("x is undefined");
    await expect(onDisk("/there", () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
