import { copyFile, readlink, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { LineageStore } from "../../src/model/contracts.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, linksOf, sortedNames, storeIn, textOf } from "./stored.ts";

const kinds = ["cert", "chain", "fullchain", "privkey"];
let folder: string;
let store: LineageStore;
let archive: string;
let live: string;
let conf: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  store = storeIn(folder);
  archive = join(folder, "archive", "dify.test");
  live = join(folder, "live", "dify.test");
  conf = join(folder, "renewal", "dify.test.conf");
  await store.save(lineage(), await issued({ directory: "https://old.test/dir" }));
});

/** Taking the lock is what mends. */
async function nextRun(): Promise<void> {
  await store.exclusively(async () => undefined);
}

async function pointLinkAt(kind: string, number: number): Promise<void> {
  await unlink(join(live, `${kind}.pem`));
  await symlink(`../../archive/dify.test/${kind}${number}.pem`, join(live, `${kind}.pem`));
}

describe("a first save that was cut off", () => {
  test("after the archive is finished: no second order is needed", async () => {
    await rename(conf, `${conf}.new`);
    await rm(live, { recursive: true });
    await nextRun();
    expect((await store.read("dify.test"))?.version).toBe(1);
    expect(await sortedNames(join(folder, "renewal"))).toEqual(["dify.test.conf"]);
  });

  test("in the middle of the archive does not stand in the way of the next", async () => {
    await rename(conf, `${conf}.new`);
    await rm(live, { recursive: true });
    await rm(join(archive, "fullchain1.pem"));
    await nextRun();
    expect(await store.read("dify.test")).toBeUndefined();
    await store.checkWritable(lineage());
    expect((await store.save(lineage(), await issued())).version).toBe(2);
  });

  test("before the conf was whole does not stand in the way either", async () => {
    await rm(conf);
    await rm(live, { recursive: true });
    await writeFile(`${conf}.new`, "version = 0.1.0\narch");
    await nextRun();
    await store.checkWritable(lineage());
    expect((await store.save(lineage(), await issued())).version).toBe(2);
  });
});

describe("a renewal that was cut off", () => {
  test("before its conf was in place is finished, conf and links together", async () => {
    const oldConf = await textOf(conf);
    await store.save(lineage(), await issued({ directory: "https://new.test/dir" }));
    await rename(conf, `${conf}.new`);
    await writeFile(conf, oldConf);
    for (const kind of kinds) await pointLinkAt(kind, 1);
    await nextRun();
    expect(await store.read("dify.test")).toMatchObject({ version: 2, directory: "https://new.test/dir" });
    expect(await sortedNames(join(folder, "renewal"))).toEqual(["dify.test.conf"]);
  });

  test("in the middle of the archive leaves the old version, and a conf beside it is dropped", async () => {
    await copyFile(conf, `${conf}.new`);
    await writeFile(join(archive, "privkey2.pem"), "");
    await nextRun();
    expect(await store.read("dify.test")).toMatchObject({ version: 1, directory: "https://old.test/dir" });
    expect(await sortedNames(join(folder, "renewal"))).toEqual(["dify.test.conf"]);
  });

  test("between two links leads all four to the new version, and the marks of the switch go", async () => {
    await store.save(lineage(), await issued());
    await pointLinkAt("fullchain", 1);
    for (const kind of kinds) await symlink(join(archive, `${kind}1.pem`), join(live, `previous_${kind}.pem`));
    await expect(store.read("dify.test")).rejects.toMatchObject({ code: "lineage-broken" });
    await nextRun();
    expect((await store.read("dify.test"))?.version).toBe(2);
    expect(await sortedNames(live)).toEqual(["README", "cert.pem", "chain.pem", "fullchain.pem", "privkey.pem"]);
  });

  test("with a new version that is not whole goes back to the old one", async () => {
    await store.save(lineage(), await issued());
    await writeFile(join(archive, "privkey2.pem"), "");
    await pointLinkAt("privkey", 1);
    for (const kind of kinds) await symlink(join(archive, `${kind}1.pem`), join(live, `previous_${kind}.pem`));
    await nextRun();
    expect(await linksOf(folder)).toEqual(kinds.map((kind) => `../../archive/dify.test/${kind}1.pem`));
  });
});

test("marks of a switch that are not all four are leftovers: they go, and the links stay", async () => {
  await store.save(lineage(), await issued());
  await symlink(join(archive, "cert1.pem"), join(live, "previous_cert.pem"));
  await nextRun();
  expect((await store.read("dify.test"))?.version).toBe(2);
  expect(await sortedNames(live)).not.toContain("previous_cert.pem");
});

describe("what is not ours to mend stays as it is", () => {
  test("a lineage whose conf cannot be read", async () => {
    await store.save(lineage(), await issued());
    await writeFile(conf, "x: y\n");
    await pointLinkAt("cert", 1);
    await nextRun();
    expect(await readlink(join(live, "cert.pem"))).toBe("../../archive/dify.test/cert1.pem");
  });

  test("plain files in place of links", async () => {
    await unlink(join(live, "cert.pem"));
    await writeFile(join(live, "cert.pem"), "mine");
    await nextRun();
    expect(await textOf(live, "cert.pem")).toBe("mine");
  });

  test("until the folder is moved away: then the links are made again from the archive", async () => {
    await rename(live, `${live}.broken`);
    await nextRun();
    expect((await store.read("dify.test"))?.version).toBe(1);
  });
});
