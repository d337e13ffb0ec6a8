import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { saveOptions } from "../../src/store/save-options.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, storeIn } from "./stored.ts";

test("options come into the conf, and the CA, the account, the paths and the certificate stay", async () => {
  const folder = await temporaryFolder();
  const store = storeIn(folder);
  const saved = await store.save(lineage(), await issued());
  const conf = join(folder, "renewal/dify.test.conf");
  const [before, mode] = [await readFile(conf, "utf8"), (await stat(conf)).mode];
  const parts = { folder, webroot: "/srv/www", version: "1.2.3", params: { renew_hook: "echo 'a, b'" } };
  await store.exclusively(() => saveOptions(parts, saved));
  const lines = (text: string) => text.split("\n").filter(Boolean);
  const after = lines(await readFile(conf, "utf8"));
  const gone = lines(before).filter((line) => !after.includes(line));
  const come = after.filter((line) => !lines(before).includes(line));
  expect(gone.map((line) => line.split(" = ")[0])).toEqual(["version", "webroot_path", "dify.test"]);
  expect(come).toEqual([
    "version = 1.2.3",
    "webroot_path = /srv/www,",
    `renew_hook = "echo 'a, b'"`,
    "dify.test = /srv/www",
  ]);
  expect((await stat(conf)).mode).toBe(mode);
  expect(await store.read("dify.test")).toMatchObject({ fingerprint: saved.fingerprint, directory: saved.directory });
});

test("a lineage that is deleted meanwhile is not made again", async () => {
  const folder = await temporaryFolder();
  const saved = await storeIn(folder).save(lineage(), await issued());
  await rm(join(folder, "renewal/dify.test.conf"));
  const parts = { folder, webroot: "/srv/www", version: "1.2.3" };
  await expect(saveOptions(parts, saved)).rejects.toMatchObject({ code: "lineage-broken" });
  await expect(stat(join(folder, "renewal/dify.test.conf"))).rejects.toThrow();
});
