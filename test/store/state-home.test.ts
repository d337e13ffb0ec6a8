import { link, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { openLedger, settleState } from "../../src/assemble/state-parts.ts";
import { isThere, namesIn } from "../../src/base/files.ts";
import { emptyEntry } from "../../src/model/ledger.ts";
import { ledger } from "../../src/store/ledger.ts";
import { takeLock } from "../../src/store/lock.ts";
import { moveState, stateHome } from "../../src/store/state-home.ts";
import { temporaryFolder } from "../support/folders.ts";

const isVolume = async () => true;
const silent = () => {};
const before = {
  "ledger.json": '{"pages":{}}',
  "notices.json": '{"said":{},"waiting":[]}',
  "weekly-look.json": "{}",
  "dns-records.json": "[]",
  "orders/dify.test.json": "{}",
};

/** Certbot's folder as a version without a volume left it, and a volume that is new. */
async function homes(files: Readonly<Record<string, string>> = before) {
  const [config, state] = [await temporaryFolder(), await temporaryFolder()];
  await mkdir(join(config, "httpsidecar/orders"), { recursive: true });
  await mkdir(join(state, "httpsidecar"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(config, "httpsidecar", name), text);
  return { config, state };
}

async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = [
    ...(await namesIn(folder)),
    ...(await namesIn(join(folder, "orders"))).map((name) => `orders/${name}`),
  ];
  const files = names.filter((name) => name !== "orders" && name !== "moved-here");
  return Object.fromEntries(
    await Promise.all(files.map(async (name) => [name, await readFile(join(folder, name), "utf8")])),
  );
}

describe("what is remembered", () => {
  test("stays beside the certificates where there is no volume", async () => {
    const at = await homes();
    expect(await moveState(at, async () => false)).toBe("no volume");
    expect(await stateHome(at)).toBe(at.config);
    expect(await filesIn(join(at.config, "httpsidecar"))).toEqual(before);
  });

  test("moves into the volume, whole and once, and the ledger stays as well", async () => {
    const at = await homes();
    expect(await moveState(at, isVolume)).toBe("moved");
    expect(await stateHome(at)).toBe(at.state);
    expect(await filesIn(join(at.state, "httpsidecar"))).toEqual(before);
    expect(await filesIn(join(at.config, "httpsidecar"))).toEqual({ "ledger.json": before["ledger.json"] });
    expect(await moveState(at, isVolume)).toBe("moved before");
  });

  test("begins in the volume where there is nothing yet", async () => {
    const at = { config: await temporaryFolder(), state: await temporaryFolder() };
    await mkdir(join(at.state, "httpsidecar"));
    expect(await moveState(at, isVolume)).toBe("new");
    expect(await stateHome(at)).toBe(at.state);
  });

  test.each(["copied", "partly removed"])("is whole after a kill when it was %s", async (how) => {
    const at = await homes();
    await moveState(at, isVolume);
    await rm(join(at.state, "httpsidecar/moved-here"));
    // what the version of before wrote in between counts
    const newer =
      how === "copied" ? { ...before, "notices.json": '{"said":{"a":1}}' } : { "ledger.json": '{"pages":{"a":{}}}' };
    for (const [name, text] of Object.entries(newer)) await writeFile(join(at.config, "httpsidecar", name), text);
    expect(await moveState(at, isVolume)).toBe("moved");
    expect(await filesIn(join(at.state, "httpsidecar"))).toEqual({ ...before, ...newer });
  });

  test("stays where it is on a disk that refuses, and moves at a later start", async () => {
    const at = await homes();
    // a folder in the place of the ledger: no rename gets over it, for root neither
    await mkdir(join(at.state, "httpsidecar/ledger.json"));
    await expect(moveState(at, isVolume)).rejects.toMatchObject({ name: "Problem" });
    expect(await stateHome(at)).toBe(at.config);
    expect(await filesIn(join(at.config, "httpsidecar"))).toEqual(before);
    await rm(join(at.state, "httpsidecar/ledger.json"), { recursive: true });
    expect(await moveState(at, isVolume)).toBe("moved");
  });

  test("does not move under another run's hands", async () => {
    const at = await homes();
    const release = await takeLock(at.config);
    await expect(moveState(at, isVolume)).rejects.toMatchObject({ code: "locked" });
    await release();
    expect(await stateHome(at)).toBe(at.config);
  });

  test("is said where it lies, when nothing is a volume", async () => {
    const at = await homes();
    const said: string[] = [];
    await settleState(at, (line) => said.push(line));
    expect(said.join("\n")).toMatch(/^note: what is remembered is kept in .*\n {2}fix: run docker\/attach again/);
  });
});

describe("code that writes certbot's folder", () => {
  test("has nothing read that he puts there after the move", async () => {
    const at = await homes({});
    await moveState(at, isVolume);
    for (const [name, text] of Object.entries(before)) await writeFile(join(at.config, "httpsidecar", name), text);
    expect(await moveState(at, isVolume)).toBe("moved before");
    expect(await filesIn(join(at.state, "httpsidecar"))).toEqual({});
  });

  test("has no state of ours removed by a link in the place of the folder or of a file", async () => {
    const at = await homes({});
    await writeFile(join(at.state, "httpsidecar/notices.json"), "kept");
    await rm(join(at.config, "httpsidecar"), { recursive: true });
    await symlink(join(at.state, "httpsidecar"), join(at.config, "httpsidecar"));
    expect(await moveState(at, isVolume)).toBe("new");
    expect(await filesIn(join(at.state, "httpsidecar"))).toEqual({ "notices.json": "kept" });
  });

  test.each<[string, (path: string) => Promise<unknown>]>([
    ["a FIFO", (path) => execa("mkfifo", [path])],
    ["a folder", (path) => mkdir(path)],
    ["an endless file", (path) => symlink("/dev/zero", path)],
    ["a hard link", (path) => link("/etc/hostname", path).catch(() => symlink("/etc/hostname", path))],
  ])("keeps no start waiting by %s in the place of a file", async (_, make) => {
    const at = await homes({ "ledger.json": before["ledger.json"] });
    await make(join(at.config, "httpsidecar/notices.json"));
    expect(await moveState(at, isVolume)).toBe("moved");
    expect(await isThere(join(at.config, "httpsidecar/notices.json"))).toBe(false);
  });
});

test("the ledger in the volume leaves a copy beside the certificates, which is never read again", async () => {
  const at = await homes({});
  await moveState(at, isVolume);
  const written = { ...emptyEntry, failures: 3 };
  await (await openLedger(at, silent)).write("dify.test", written);
  expect(await ledger(at.config, silent).read("dify.test")).toEqual(written);
  await ledger(at.config, silent).write("dify.test", { ...emptyEntry, failures: 9 });
  expect(await (await openLedger(at, silent)).read("dify.test")).toEqual(written);
});

test("a volume that is lost has the ledger again from its copy", async () => {
  const at = await homes({});
  await moveState(at, isVolume);
  await (await openLedger(at, silent)).write("dify.test", { ...emptyEntry, failures: 3 });
  await rm(join(at.state, "httpsidecar"), { recursive: true });
  await mkdir(join(at.state, "httpsidecar"));
  expect(await moveState(at, isVolume)).toBe("moved");
  expect(await (await openLedger(at, silent)).read("dify.test")).toMatchObject({ failures: 3 });
});
