import { copyFile, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyEntry } from "../../src/model/ledger.ts";
import { type LedgerMemory, ledger } from "../../src/store/ledger.ts";
import type { LineageMemory } from "../../src/store/lineage-memory.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued } from "./stored.ts";

/** Counts what was parsed. */
class Counted extends Map<string, never> {
  parsed: string[] = [];
  override set(conf: string, read: never): this {
    this.parsed.push(conf.replace(/^.*\/|\.conf$/g, ""));
    return super.set(conf, read);
  }
}

async function folderOf(...names: readonly string[]) {
  const folder = await temporaryFolder();
  const read = new Counted();
  const memory: LineageMemory = { read, mended: new Map() };
  const storeAt = () => lineageStore({ folder, webroot: "/var/www/html", version: "1.2.3", memory });
  for (const name of names)
    await storeAt().save(lineage({ name, domains: [name], domainAsTyped: name }), await issued({ domains: [name] }));
  const found = async () => {
    read.parsed = [];
    const all = await storeAt().list();
    return { parsed: read.parsed, all };
  };
  return { folder, found, storeAt };
}

test("a lineage is parsed once for as long as none of its files changes, by whatever store of the process", async () => {
  const { found, storeAt } = await folderOf("a.test", "b.test", "c.test");
  const first = await found();
  expect(first.parsed.toSorted()).toEqual(["a.test", "b.test", "c.test"]);
  const second = await found();
  expect(second).toEqual({ parsed: [], all: first.all });
  expect(await storeAt().read("b.test")).toEqual(
    first.all[1] && "certificate" in first.all[1] && first.all[1].certificate,
  );
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  [
    "its conf was written, with the same size and time",
    async (folder) => {
      const conf = join(folder, "renewal", "b.test.conf");
      const before = await readFile(conf, "utf8");
      await writeFile(`${conf}.new`, before.replace("webroot", "webrooT"));
      await utimes(`${conf}.new`, 1_700_000_000, 1_700_000_000);
      await rename(`${conf}.new`, conf);
    },
  ],
  [
    "its chain was written",
    async (folder) => {
      const chain = join(folder, "archive", "b.test", "fullchain1.pem");
      await writeFile(chain, `${await readFile(chain, "utf8")}\n`);
    },
  ],
  [
    "its key was given another inode",
    async (folder) => {
      const key = join(folder, "archive", "b.test", "privkey1.pem");
      await writeFile(`${key}.new`, await readFile(key));
      await rename(`${key}.new`, key);
    },
  ],
])("it is parsed again after %s, and no other is", async (_, change) => {
  const { folder, found } = await folderOf("a.test", "b.test");
  await found();
  await change(folder);
  expect((await found()).parsed).toEqual(["b.test"]);
  expect((await found()).parsed).toEqual([]);
});

test("a new version, a broken link and a lost conf are seen at once", async () => {
  const { folder, found, storeAt } = await folderOf("b.test");
  await found();
  const next = await issued({ domains: ["b.test"] });
  const saved = await storeAt().save(lineage({ name: "b.test", domains: ["b.test"], domainAsTyped: "b.test" }), next);
  expect(await storeAt().read("b.test")).toEqual(saved);
  await rm(join(folder, "live", "b.test", "privkey.pem"));
  await symlink("../../archive/b.test/privkey1.pem", join(folder, "live", "b.test", "privkey.pem"));
  await expect(storeAt().read("b.test")).rejects.toMatchObject({ code: "lineage-broken" });
  await rm(join(folder, "renewal", "b.test.conf"));
  expect(await storeAt().read("b.test")).toBeUndefined();
});

test("what a killed run left is mended at the next lock, also in a lineage that was well before", async () => {
  const { folder, found, storeAt } = await folderOf("b.test");
  await storeAt().exclusively(async () => undefined);
  await symlink("../../archive/b.test/privkey1.pem", join(folder, "live", "b.test", "previous_privkey.pem"));
  await storeAt().exclusively(async () => undefined);
  expect((await readdir(join(folder, "live", "b.test"))).filter((name) => name.startsWith("previous"))).toEqual([]);
  const archive = join(folder, "archive", "b.test");
  for (const kind of ["privkey", "cert", "chain", "fullchain"])
    await copyFile(join(archive, `${kind}1.pem`), join(archive, `${kind}2.pem`));
  await storeAt().exclusively(async () => undefined);
  expect((await found()).all).toMatchObject([{ name: "b.test", certificate: { version: 2 } }]);
});

test("one whose credentials lie elsewhere is read each time, since they may come or go", async () => {
  const { folder, found } = await folderOf("a.test", "b.test");
  const conf = join(folder, "renewal", "b.test.conf");
  const secrets = join(folder, "cloudflare.ini");
  const text = (await readFile(conf, "utf8")).replace(
    "authenticator = webroot",
    `authenticator = dns-cloudflare\ndns_cloudflare_credentials = ${secrets}`,
  );
  await writeFile(conf, text);
  const elsewhere = async () => (await found()).all.map((one) => "certificate" in one && one.certificate.elsewhere);
  expect(await elsewhere()).toEqual([undefined, "dns-cloudflare"]);
  await writeFile(secrets, "");
  expect(await elsewhere()).toEqual([undefined, undefined]);
});

test("the ledger's file is read once for a thousand pages, and not again after writes of one's own", async () => {
  const folder = await temporaryFolder();
  const memory: LedgerMemory = {};
  const noted: PropertyKey[] = [];
  const counted = new Proxy(memory, {
    set(target, key, value) {
      noted.push(key);
      return Reflect.set(target, key, value);
    },
  });
  await mkdir(join(folder, "httpsidecar"));
  const pages = Object.fromEntries(Array.from({ length: 1000 }, (_, nth) => [`${nth}.test`, { failures: 1 }]));
  await writeFile(join(folder, "httpsidecar", "ledger.json"), JSON.stringify({ pages }));
  for (let nth = 0; nth < 1000; nth += 1)
    expect((await ledger(folder, () => {}, { memory: counted }).read(`${nth}.test`)).failures).toBe(1);
  for (let nth = 0; nth < 20; nth += 1)
    await ledger(folder, () => {}, { memory: counted }).write(`${nth}.test`, { ...emptyEntry, failures: 2 });
  const after = ledger(folder, () => {}, { memory: counted });
  expect([await after.read("3.test"), await after.read("30.test")]).toMatchObject([{ failures: 2 }, { failures: 1 }]);
  // one that was read, and twenty that were written
  expect(noted.filter((key) => key === "last")).toHaveLength(21);
  expect(await ledger(folder, () => {}).read("3.test")).toEqual(await after.read("3.test"));
});

test("a thousand that ask for their pages at once share one look at the file, and those who ask later get what is there then", async () => {
  const folder = await temporaryFolder();
  const looks: PropertyKey[] = [];
  const memory = new Proxy<LedgerMemory>(
    {},
    { set: (target, key, value) => (key !== "last" || looks.push(key) > 0) && Reflect.set(target, key, value) },
  );
  const names = Array.from({ length: 1000 }, (_, nth) => `${nth}.test`);
  const path = join(folder, "httpsidecar", "ledger.json");
  await mkdir(join(folder, "httpsidecar"));
  const failed = async (failures: number) => {
    await writeFile(
      `${path}.new`,
      JSON.stringify({ pages: Object.fromEntries(names.map((name) => [name, { failures }])) }),
    );
    await rename(`${path}.new`, path);
  };
  await failed(1);
  const book = ledger(folder, () => {}, { memory });
  const first = await Promise.all(names.map((name) => book.read(name)));
  expect([new Set(first.map(({ failures }) => failures)), looks.length]).toEqual([new Set([1]), 1]);
  const under = book.read("1.test");
  await failed(2);
  expect((await book.read("1.test")).failures).toBe(2);
  expect([1, 2]).toContain((await under).failures);
});
