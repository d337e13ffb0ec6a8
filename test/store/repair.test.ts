import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeEach, describe, expect, test } from "vitest";
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

test("broken symlinks are links again, and the files are kept", async () => {
  await storeIn(folder).save(lineage(), await issued());
  const saved = await storeIn(folder).save(lineage(), await issued());
  await cp(live, `${live}.copy`, { recursive: true, dereference: true });
  await rm(live, { recursive: true });
  await rename(`${live}.copy`, live);
  expect(await repair()).toEqual([
    {
      name: "dify.test",
      saw: "plain files are where symlinks belong",
      did: `restored the symlinks; the files are in ${live}.before-repair-${stamp}`,
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

test("without an account the conf names none, and certbot takes the one that there will be", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await rm(conf);
  await repairLineage("dify.test", { folder, now, facts: { ...facts, account: undefined } });
  expect(await textOf(conf)).not.toContain("account");
  expect(await storeIn(folder).read("dify.test")).toMatchObject({ version: 1, accountId: undefined });
});

test.each([
  ["rsa", 3072, "rsa_key_size = 3072\n"],
  ["ec", "P-384", "elliptic_curve = secp384r1\n"],
] as const)("a conf that is written again says how large the %s key was (%s)", async (kind, size, line) => {
  await storeIn(folder).save(lineage(), await issued());
  const pair = await selfSigned(kind, size);
  await writeFile(join(archive, "privkey1.pem"), pair.key);
  for (const file of ["cert1.pem", "fullchain1.pem"]) await writeFile(join(archive, file), pair.certificate);
  await rm(conf);
  await repair();
  expect(await textOf(conf)).toContain(line);
});

test("a key that is another's gives way to the version before it", async () => {
  await storeIn(folder).save(lineage(), await issued());
  await storeIn(folder).save(lineage(), await issued());
  await writeFile(join(archive, "privkey2.pem"), (await issued()).privateKeyPem);
  expect(await repair()).toMatchObject([{ did: "pointed the symlinks to version 1" }]);
  expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
});

describe("what serve mends without being asked", () => {
  const carefully = () => repairLineage("dify.test", { folder, now, facts, careful: true });

  test("are files that are the archive's own", async () => {
    await storeIn(folder).save(lineage(), await issued());
    await cp(live, `${live}.copy`, { recursive: true, dereference: true });
    await rm(live, { recursive: true });
    await rename(`${live}.copy`, live);
    expect(await carefully()).toHaveLength(1);
    expect(await linksOf(folder)).toContain("../../archive/dify.test/fullchain1.pem");
  });

  test("are never files of one's own, nor a placeholder: a web server may be serving them", async () => {
    await storeIn(folder).save(lineage(), await issued());
    await rm(join(live, "cert.pem"));
    await writeFile(join(live, "cert.pem"), "mine");
    expect(await carefully()).toEqual([]);
    await rm(archive, { recursive: true });
    await rm(conf);
    expect(await carefully()).toEqual([]);
    expect(await textOf(live, "cert.pem")).toBe("mine");
  });
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
  expect(await repair()).toMatchObject([{ saw: "a temporary self-signed certificate is in live/" }]);
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

async function selfSigned(kind: "rsa" | "ec", size: number | string) {
  const how = kind === "rsa" ? [`rsa:${size}`] : ["ec", "-pkeyopt", `ec_paramgen_curve:${size}`];
  const words = ["req", "-x509", "-newkey", ...how, "-nodes", "-subj", "/CN=dify.test"];
  const { stdout } = await execa("openssl", [...words, "-keyout", "-", "-out", "-"]);
  const [, key = "", certificate = ""] =
    /^(-----BEGIN PRIVATE.*?-----END PRIVATE KEY-----\n)(.*)$/s.exec(`${stdout}\n`) ?? [];
  return { key, certificate };
}
