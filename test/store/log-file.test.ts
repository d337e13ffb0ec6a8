import { chmod, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { openLogFile } from "../../src/store/log-file.ts";
import { temporaryFolder } from "../support/folders.ts";

const now = () => new Date("2026-11-20T16:44:09.852Z");
let folder: string;
let said: string[];
beforeEach(async () => {
  folder = await temporaryFolder();
  said = [];
});

const open = (backups?: number, at = folder) =>
  openLogFile({ folder: at, backups, complain: (line) => said.push(line), now });
const names = async () => (await readdir(folder)).sort();
const log = async (number?: number) =>
  readFile(join(folder, `letsencrypt.log${number === undefined ? "" : `.${number}`}`), "utf8");

test("an entry stands as certbot's do, and what a stranger sent cannot look like one", async () => {
  const file = await open();
  file.write("DEBUG", "httpsidecar.acme", "received 200\n2026-11-20 16:44:09,852:INFO:forged\u001b[2J\u0000\r");
  const offset = new Date(2026, 10, 20, 16, 44, 9, 852).getTime() - now().getTime();
  const hour = new Date(now().getTime() - offset).toISOString().slice(11, 13);
  expect(await log()).toBe(
    `2026-11-20 ${hour}:44:09,852:DEBUG:httpsidecar.acme:received 200\n 2026-11-20 16:44:09,852:INFO:forged[2J\n`,
  );
  expect(said).toEqual([]);
});

describe("old logs", () => {
  test("are turned over at every start, the newest is .1", async () => {
    for (const word of ["one", "two", "three"]) (await open()).write("INFO", "httpsidecar", word);
    expect(await names()).toEqual(["letsencrypt.log", "letsencrypt.log.1", "letsencrypt.log.2"]);
    expect([await log(), await log(1), await log(2)].map((text) => text.trim().split(":").at(-1))).toEqual([
      "three",
      "two",
      "one",
    ]);
  });

  test("are kept as many as --max-log-backups says", async () => {
    for (const word of ["one", "two", "three", "four"]) (await open(2)).write("INFO", "httpsidecar", word);
    expect(await names()).toEqual(["letsencrypt.log", "letsencrypt.log.1", "letsencrypt.log.2"]);
    expect(await log(2)).toContain("two");
  });

  test("are not made with 0: one log goes on", async () => {
    for (const word of ["one", "two"]) (await open(0)).write("INFO", "httpsidecar", word);
    expect(await names()).toEqual(["letsencrypt.log"]);
    expect((await log()).split("\n")).toHaveLength(3);
  });

  test("are turned over at one MiB within a run too", async () => {
    const file = await open();
    const line = "x".repeat(100 * 1024);
    for (let at = 0; at < 12; at++) file.write("DEBUG", "httpsidecar", line);
    await expect.poll(names).toEqual(["letsencrypt.log.1"]);
    file.write("DEBUG", "httpsidecar", "next");
    expect(await names()).toEqual(["letsencrypt.log", "letsencrypt.log.1"]);
    expect((await log(1)).length).toBeLessThan(1.2 * 1024 * 1024);
  });

  test("that another run turns over leave a run that is under way writing into the new one", async () => {
    const first = await open();
    first.write("INFO", "httpsidecar", "before");
    await open();
    first.write("INFO", "httpsidecar", "after");
    expect([await log(), await log(1)].map((text) => text.includes("after"))).toEqual([true, false]);
  });

  test("are turned over without holding up what else the process does, a thousand of them", async () => {
    for (let number = 1; number < 1000; number++)
      await writeFile(join(folder, `letsencrypt.log.${number}`), `${number}`);
    await writeFile(join(folder, "letsencrypt.log"), "newest");
    let [turns, open_] = [0, true];
    const opened = open().finally(() => {
      open_ = false;
    });
    for (; open_; turns++) await setImmediate();
    await opened;
    expect(turns).toBeGreaterThan(200);
    expect([await log(1), await log(2), await log(1000)]).toEqual(["newest", "1", "999"]);
  });

  test("close a gap, and never take the place of another log", async () => {
    for (const number of [1, 2, 4]) await writeFile(join(folder, `letsencrypt.log.${number}`), `${number}`);
    await writeFile(join(folder, "letsencrypt.log"), "newest");
    await Promise.all([open(), open()]);
    expect(await Promise.all([1, 2, 3, 4].map(log))).toEqual(["newest", "1", "2", "4"]);
  });

  test("with names of other programs are left alone", async () => {
    for (const name of ["letsencrypt.log.gz", "letsencrypt.log.x", "other.log.1"])
      await writeFile(join(folder, name), "");
    (await open()).write("INFO", "httpsidecar", "one");
    (await open()).write("INFO", "httpsidecar", "two");
    expect(await names()).toHaveLength(5);
  });
});

describe("the folder of logs", () => {
  test("that Docker made for everybody is root's alone from the first run on", async () => {
    await chmod(folder, 0o755);
    await open();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test.each(["of another mode", "in use"])("stays as it is when it is %s", async (how) => {
    const mode = how === "in use" ? 0o755 : 0o750;
    await chmod(folder, mode);
    if (how === "in use") await writeFile(join(folder, "letsencrypt.log"), "");
    await open();
    expect((await stat(folder)).mode & 0o777).toBe(mode);
  });

  test("never has more than 128 MiB of old logs, and the newest stay", async () => {
    await writeFile(join(folder, "letsencrypt.log"), "newest");
    for (let number = 1; number <= 4; number++) {
      await writeFile(join(folder, `letsencrypt.log.${number}`), "");
      await truncate(join(folder, `letsencrypt.log.${number}`), 50 * 1024 * 1024);
    }
    await open();
    expect(await names()).toEqual(["letsencrypt.log.1", "letsencrypt.log.2", "letsencrypt.log.3"]);
    expect(await log(1)).toBe("newest");
  });
});

describe("a log that cannot be written", () => {
  test("on a full disk is said once, and the run continues", async () => {
    await symlink("/dev/full", join(folder, "letsencrypt.log"));
    const file = await open(0);
    for (let at = 0; at < 3; at++) file.write("INFO", "httpsidecar", "x");
    expect(said).toEqual([
      `warning: no log is written: no room is left for ${folder}/letsencrypt.log; the run continues, its output: docker compose logs certbot`,
    ]);
  });

  test("where there is no folder, and none can be made, is said once", async () => {
    await writeFile(join(folder, "file"), "");
    const file = await open(1000, join(folder, "file", "logs"));
    for (let at = 0; at < 3; at++) file.write("INFO", "httpsidecar", "x");
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("(ENOTDIR)");
  });

  test("and can be again says so too", async () => {
    const file = await open(0, join(folder, "logs"));
    await rm(join(folder, "logs"), { recursive: true });
    file.write("INFO", "httpsidecar", "x");
    await mkdir(join(folder, "logs"));
    file.write("INFO", "httpsidecar", "x");
    expect(said).toMatchObject([expect.stringContaining("no log is written"), "the log is written again"]);
  });
});
