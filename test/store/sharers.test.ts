import { symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { setAside } from "../../src/store/set-aside.ts";
import { sharersOf } from "../../src/store/sharers.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, linksOf, sortedNames, storeIn, textOf } from "./stored.ts";

async function twoLineages(): Promise<string> {
  const folder = await temporaryFolder();
  const store = storeIn(folder);
  await store.save(lineage(), await issued());
  await store.save(lineage({ name: "b.test", domains: ["b.test"], domainAsTyped: "b.test" }), await issued());
  return folder;
}

const now = new Date("2026-11-20T12:00:00Z");

test("lineages with archives of their own share nothing", async () => {
  const folder = await twoLineages();
  expect(await sharersOf(folder, "dify.test")).toEqual([]);
  await setAside(folder, "b.test", now);
  expect(await sortedNames(join(folder, "archive"))).toEqual(["dify.test"]);
});

test("an archive that another conf names is not moved away", async () => {
  const folder = await twoLineages();
  const conf = join(folder, "renewal", "b.test.conf");
  await writeFile(conf, (await textOf(conf)).replace("archive/b.test", "archive/dify.test"));
  await expect(setAside(folder, "dify.test", now)).rejects.toMatchObject({
    code: "archive-shared",
    message: "dify.test stays where it is: the certificate b.test uses files of archive/dify.test too",
  });
  expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
});

test("an archive that another lineage's links lead to is not moved away", async () => {
  const folder = await twoLineages();
  const link = join(folder, "live", "b.test", "fullchain.pem");
  await unlink(link);
  await symlink("../../archive/dify.test/fullchain1.pem", link);
  await expect(setAside(folder, "dify.test", now)).rejects.toMatchObject({ code: "archive-shared" });
  expect(await linksOf(folder)).toHaveLength(4);
});

test("a conf that nobody can read stands in nobody's way", async () => {
  const folder = await twoLineages();
  await writeFile(join(folder, "renewal", "b.test.conf"), "[[");
  expect(await sharersOf(folder, "dify.test")).toEqual([]);
});
