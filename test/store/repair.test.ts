import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { namesToRepair, repairLineage } from "../../src/store/repair.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, linksOf, sortedNames, storeIn, textOf } from "./stored.ts";

const now = new Date("2026-11-20T12:00:00Z");
const stamp = "2026-11-20T120000";
const facts = { version: "0.1.0", account: "ab", server: "https://ca.test/dir", webroot: "/var/www/html" };
let folder: string;
let live: string;
let archive: string;
let conf: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  live = join(folder, "live", "dify.test");
  archive = join(folder, "archive", "dify.test");
  conf = join(folder, "renewal", "dify.test.conf");
});

const repair = () => repairLineage("dify.test", { folder, now, facts });

test("what is whole is left as it is", async () => {
  await storeIn(folder).save(lineage(), await issued());
  const before = await textOf(conf);
  expect(await repair()).toEqual([]);
  expect(await textOf(conf)).toBe(before);
  expect(await sortedNames(join(folder, "live"))).toEqual(["README", "dify.test"]);
});

test("links that a copy made files of are links again, and the files are kept", async () => {
  await storeIn(folder).save(lineage(), await issued());
  const saved = await storeIn(folder).save(lineage(), await issued());
  await cp(live, `${live}.copy`, { recursive: true, dereference: true });
  await rm(live, { recursive: true });
  await rename(`${live}.copy`, live);
  expect(await repair()).toEqual([
    {
      name: "dify.test",
      saw: "plain files lie where links belong",
      did: `made the links again; the files are in ${live}.before-repair-${stamp}`,
    },
  ]);
  expect(await linksOf(folder)).toContain("../../archive/dify.test/fullchain2.pem");
  expect(await storeIn(folder).read("dify.test")).toEqual(saved);
  expect(await textOf(`${live}.before-repair-${stamp}`, "fullchain.pem")).toBe(saved.fullchainPem);
});

test("plain files that are not the archive's are kept, and said", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await rm(join(live, "cert.pem"));
  await writeFile(join(live, "cert.pem"), "mine");
  expect((await repair())[0]?.did).toContain("they are not those of the archive");
  expect(await textOf(`${live}.before-repair-${stamp}`, "cert.pem")).toBe("mine");
  expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
});

test("a conf that was deleted is written again, with the names of the certificate", async () => {
  const saved = await storeIn(folder).save(lineage(), await issued({ domains: ["dify.test", "www.dify.test"] }));
  await rm(conf);
  expect(await namesToRepair(folder)).toEqual(["dify.test"]);
  expect(await repair()).toMatchObject([{ did: "wrote the conf again" }]);
  expect(await storeIn(folder).read("dify.test")).toMatchObject({
    fingerprint: saved.fingerprint,
    directory: "https://ca.test/dir",
  });
  expect(await textOf(conf)).toContain("account = ab\n");
  expect(await textOf(conf)).toContain("www.dify.test = /var/www/html\n");
  await storeIn(folder).checkWritable(lineage());
});

test("without an account a lost conf is left to a person", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await rm(conf);
  expect(await repairLineage("dify.test", { folder, now, facts: undefined })).toEqual([]);
});

test("a conf of 0 bytes goes aside, and beside an archive it is written anew", async () => {
  await mkdir(join(folder, "renewal"));
  await writeFile(conf, "");
  expect(await repair()).toMatchObject([{ did: `moved it to ${conf}.before-repair-${stamp}` }]);
  await storeIn(folder).checkWritable(lineage());

  await storeIn(folder).save(lineage(), await issued());
  await rm(`${conf}.before-repair-${stamp}`);
  await writeFile(conf, "");
  expect(await repair()).toHaveLength(2);
  expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
});

test("a placeholder in live/ makes room and is kept", async () => {
  await mkdir(live, { recursive: true });
  await writeFile(join(live, "fullchain.pem"), "self-signed");
  await writeFile(join(live, "privkey.pem"), "its key", { mode: 0o600 });
  await expect(storeIn(folder).checkWritable(lineage())).rejects.toMatchObject({ code: "name-taken" });
  expect(await repair()).toMatchObject([{ saw: "a placeholder lies in live/" }]);
  expect(await readFile(join(`${live}.before-repair-${stamp}`, "privkey.pem"), "utf8")).toBe("its key");
  await storeIn(folder).checkWritable(lineage());
  await storeIn(folder).save(lineage(), await issued());
});

test("an archive without a whole version is not guessed at", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await writeFile(join(archive, "privkey1.pem"), (await issued()).privateKeyPem);
  await rm(conf);
  expect(await repair()).toEqual([]);
  expect(await sortedNames(archive)).toHaveLength(4);
});

test("with care, plain files of a person's own stay where they are", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await rm(join(live, "cert.pem"));
  await writeFile(join(live, "cert.pem"), "mine");
  expect(await repairLineage("dify.test", { folder, now, facts, careful: true })).toEqual([]);
  expect(await textOf(live, "cert.pem")).toBe("mine");
});
