import { writeFileSync } from "node:fs";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyRecord } from "../../src/base/tolerant.ts";
import { healthTable } from "../../src/cli/health.ts";
import { valueAt } from "../../src/store/conf-edit.ts";
import { parseConf, printConf } from "../../src/store/conf-text.ts";
import { ledger } from "../../src/store/ledger.ts";
import { ownFile } from "../../src/store/own-file.ts";
import { pendingOrderStore } from "../../src/store/pending-orders.ts";
import { namesToRepair, repairLineage } from "../../src/store/repair.ts";
import { statusFile } from "../../src/store/status-file.ts";
import { weeklyNotes } from "../../src/store/weekly-notes.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { workOf } from "../support/work.ts";
import { issued, storeIn } from "./stored.ts";

function parse(text: string): unknown {
  try {
    return parseConf(text, "x.conf");
  } catch (error) {
    return error;
  }
}

describe("a renewal conf of anybody", () => {
  const mebibyte = 1024 * 1024;
  test.each([
    ["blanks without an equals sign", `a${" ".repeat(mebibyte)}b`],
    ["a section of blanks", `[a${" ".repeat(mebibyte)}x`],
    ["brackets that never close", "[ ".repeat(mebibyte / 2)],
    ["brackets that close too often", `[a${"] ".repeat(mebibyte / 2)}x`],
    ["quotes", `a = ${'"'.repeat(mebibyte)}`],
    ["triple quotes", `a = """${'""" '.repeat(mebibyte / 4)}x`],
    ["commas", `a = ${",".repeat(mebibyte)}`],
    ["many lines", "a1 = b\n".repeat(mebibyte / 7)],
  ])("of %s is read or refused at once", async (_, text) => {
    expect(await workOf(() => parse(text))).toBeLessThan(1000);
  });

  test("that fills in names of names of names ends", async () => {
    const fans = Array.from({ length: 30 }, (_, at) => `k${at} = ${`%(k${at + 1})s`.repeat(50)}`).join("\n");
    const conf = parseConf(`${fans}\nk30 = x\n`, "x.conf");
    expect(await workOf(() => valueAt(conf, [], "k0"))).toBeLessThan(1000);
    const open = parseConf(`a = ${"%(".repeat(20_000)})x\n`, "x.conf");
    expect(await workOf(() => valueAt(open, [], "a"))).toBeLessThan(1000);
    const nested = parseConf("a = %(a%(b)s\nb = x\n", "x.conf");
    expect(valueAt(nested, [], "a")).toBeUndefined();
    const round = parseConf("a = %(b)s\nb = %(a)s\n", "x.conf");
    expect(valueAt(round, [], "a")).toBeUndefined();
  });

  test("is printed as it was read, or refused with its line", () => {
    const piece = fc.constantFrom(
      "a",
      "[",
      "]",
      "[[",
      "]]",
      "=",
      " = ",
      "\n",
      " ",
      '"',
      "'",
      '"""',
      ",",
      "#",
      "%(a)s",
      "\uFEFF",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (given) => {
        const read = parse(given);
        if (read instanceof Error) expect(read).toMatchObject({ code: "conf-unreadable" });
        else expect(printConf(parseConf(given, "x.conf")).trimEnd()).toBe(given.replaceAll("\r\n", "\n").trimEnd());
      }),
      { numRuns: 500 },
    );
  });
});

describe("a FIFO, a folder or an endless file where a file belongs", () => {
  const makers: readonly [string, (path: string) => Promise<unknown>][] = [
    ["a FIFO", (path) => execa("mkfifo", [path])],
    ["a folder", (path) => mkdir(path)],
    ["a link to an endless file", (path) => symlink("/dev/zero", path)],
    ["a file of 2 MiB", (path) => writeFile(path, "x".repeat(2 * 1024 * 1024))],
    ["a file of a terabyte with nothing in it", (path) => execa("truncate", ["--size", "1T", path])],
  ];

  test.each(makers)("%s as a conf is told, and the other lineages are listed", async (_, make) => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    await make(join(folder, "renewal", "bad.test.conf"));
    const list = await storeIn(folder).exclusively(() => storeIn(folder).list());
    expect(list).toMatchObject([
      { name: "bad.test", problem: {} },
      { name: "dify.test", certificate: {} },
    ]);
  });

  test.each(makers)(
    "%s as an order, a ledger, a status or any note of ours ends no run by waiting",
    async (_, make) => {
      const folder = await temporaryFolder();
      await mkdir(join(folder, "httpsidecar", "orders"), { recursive: true });
      await make(join(folder, "httpsidecar", "orders", "dify.test.json"));
      await make(join(folder, "httpsidecar", "ledger.json"));
      await make(join(folder, "httpsidecar-status.json"));
      const notes = ["weekly-look.json", "dns-records.json", "notices.json"];
      for (const name of notes) await make(join(folder, "httpsidecar", name));
      const settled = await Promise.allSettled([
        pendingOrderStore(folder).read("dify.test"),
        ledger(folder, () => {}).read("dify.test"),
        statusFile(folder, healthTable).read(),
        weeklyNotes(folder).read(),
        ownFile(folder, "dns-records.json", anyRecord).read(),
        ownFile(folder, "notices.json", anyRecord).read(),
        ownFile(folder, "notices.json", anyRecord).write({}),
      ]);
      const bugs = settled.filter((end) => end.status === "rejected" && end.reason?.name !== "Problem");
      expect(bugs).toEqual([]);
    },
  );

  test("a link or a FIFO in the place of the owner's note is replaced, and what it leads to is not written", async () => {
    const folder = await temporaryFolder();
    const victim = join(folder, "victim");
    for (const make of [
      () => symlink(victim, join(folder, ".httpsidecar.owner")),
      () => execa("mkfifo", [join(folder, ".httpsidecar.owner")]),
    ]) {
      await writeFile(victim, "mine");
      await make();
      await storeIn(folder).exclusively(async () => {
        expect(await readFile(join(folder, ".httpsidecar.owner"), "utf8")).toContain("httpsidecar (process");
      });
      expect(await readFile(victim, "utf8")).toBe("mine");
    }
  });
});

test("more confs than memory has room for are told as such, and keep no run at work", async () => {
  const folder = await temporaryFolder();
  await storeIn(folder).save(lineage(), await issued());
  for (let count = 0; count < 30_000; count += 1) writeFileSync(join(folder, "renewal", `x${count}.conf`), "");
  const store = storeIn(folder);
  const work = await workOf(async () => {
    await expect(store.list()).rejects.toMatchObject({ code: "too-large" });
    await expect(store.exclusively(async () => undefined)).rejects.toMatchObject({ code: "too-large" });
    await expect(namesToRepair(folder)).rejects.toMatchObject({ code: "too-large" });
  });
  expect(work).toBeLessThan(2000);
  expect((await store.read("dify.test"))?.name).toBe("dify.test");
});

test("repair keeps a link as a link: what it leads to is not copied into the folder that nginx reads", async () => {
  const folder = await temporaryFolder();
  await storeIn(folder).save(lineage(), await issued());
  const secret = join(folder, "secret");
  await writeFile(secret, "of the host");
  await chmod(secret, 0o600);
  const live = join(folder, "live", "dify.test");
  await symlink(secret, join(live, "planted"));
  await execa("sh", ["-c", `cd ${live} && cp --remove-destination $(readlink cert.pem) cert.pem`]);
  const facts = { version: "0.1.0", account: "ab", server: "https://ca.test/dir", webroot: "/var/www/html" };
  await repairLineage("dify.test", { folder, now: new Date(), facts });
  const { stdout } = await execa("grep", ["-rl", "of the host", folder], { reject: false });
  expect(stdout.split("\n")).toEqual([secret]);
});
