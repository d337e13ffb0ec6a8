import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ImportedCertificate } from "../../src/model/imported.ts";
import { Problem } from "../../src/model/problem.ts";
import { copyForNginx } from "../../src/store/ssl-folder.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, modeOf, sortedNames, storeIn, textOf } from "./stored.ts";

async function imported(): Promise<ImportedCertificate> {
  const { privateKeyPem, fullchainPem } = await makeCertificate();
  return { privateKeyPem, fullchainPem, directory: "https://ca.test/dir", imported: true };
}

it("a certificate that was imported is known as such, without an authority or an account", async () => {
  const store = storeIn(await temporaryFolder());
  const saved = await store.save(lineage(), await imported());
  expect(saved).toMatchObject({ imported: true, version: 1, directory: undefined, accountId: undefined });
  expect(await store.read("dify.test")).toEqual(saved);
});

it("one that follows an authority's takes its place and keeps what the conf says", async () => {
  const folder = await temporaryFolder();
  const store = storeIn(folder);
  await store.save(lineage(), await issued());
  const conf = join(folder, "renewal/dify.test.conf");
  await writeFile(conf, `# by hand\n${await readFile(conf, "utf8")}`);
  expect(await store.save(lineage(), await imported())).toMatchObject({ imported: true, version: 2 });
  const text = await readFile(conf, "utf8");
  expect(text).toMatch(/^# by hand\n/);
  expect(text).toContain("account = 0123456789abcdef0123456789abcdef");
  expect(text).toContain("autorenew = False");
});

it("an authority's that follows it is none of ours any more, and certbot renews it", async () => {
  const folder = await temporaryFolder();
  const store = storeIn(folder);
  await store.save(lineage(), await imported());
  await store.save(lineage(), await issued());
  expect(await store.read("dify.test")).toMatchObject({ version: 2, directory: "https://localhost:14000/dir" });
  expect((await store.read("dify.test"))?.imported).toBeUndefined();
  expect(await textOf(folder, "renewal", "dify.test.conf")).toContain("autorenew = True");
});

it("Dify's legacy folder gets both files at once, the key for its owner only", async () => {
  const folder = join(await temporaryFolder(), "ssl");
  await mkdir(folder);
  await writeFile(join(folder, "dify.crt"), "old");
  const { privateKeyPem, fullchainPem, ...rest } = await imported();
  const { putInPlace } = await copyForNginx(folder, { privateKeyPem, fullchainPem, ...rest });
  expect(await textOf(folder, "dify.crt")).toBe("old");
  await putInPlace();
  expect(await sortedNames(folder)).toEqual(["dify.crt", "dify.key"]);
  expect(await textOf(folder, "dify.crt")).toBe(fullchainPem);
  expect(await textOf(folder, "dify.key")).toBe(privateKeyPem);
  expect(await modeOf(join(folder, "dify.key"))).toBe("600");
});

it("Dify's legacy folder is as it was after a copy that is discarded, or that the disk refused", async () => {
  const folder = join(await temporaryFolder(), "ssl");
  await mkdir(folder);
  await (await copyForNginx(folder, await imported())).discard();
  expect(await sortedNames(folder)).toEqual([]);

  await mkdir(join(folder, "dify.crt.new", "in-the-way"), { recursive: true });
  await expect(copyForNginx(folder, await imported())).rejects.toBeInstanceOf(Problem);
  expect(await sortedNames(folder)).toEqual(["dify.crt.new"]);
});

it("Dify's legacy folder that is not mounted is said before anything is changed", async () => {
  await expect(copyForNginx("/nowhere/nginx-ssl", await imported())).rejects.toMatchObject({
    message: expect.stringContaining("/nowhere/nginx-ssl"),
  });
});
