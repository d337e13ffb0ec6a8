import "reflect-metadata";
import { createPrivateKey } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { expect, it } from "vitest";
import { certificateImporter } from "../../src/imported/importer.ts";
import { Problem } from "../../src/model/problem.ts";
import { modeOf } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { csrOptions, now } from "./given-files.ts";

async function room() {
  const folder = await temporaryFolder();
  return { folder, ...certificateImporter({ folder, clock: { now: () => now }, directory: "", caBundle: undefined }) };
}

it("is made with a 2048-bit RSA key that only its owner may read, for all names, the first as common name", async () => {
  const { request } = await room();
  const { keyFile, requestPem, sameKey } = await request(csrOptions());
  const read = new x509.Pkcs10CertificateRequest(requestPem);
  expect(await read.verify()).toBe(true);
  expect(read.subject).toBe("CN=example.test");
  expect(namesOf(read)).toEqual(["example.test", "www.example.test"]);
  const key = createPrivateKey(await readFile(keyFile));
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect([await modeOf(keyFile), await modeOf(join(keyFile, ".."))]).toEqual(["600", "700"]);
  expect(sameKey).toBe(false);
});

it("says who asks, in whatever script they write", async () => {
  const { request } = await room();
  const subject = {
    country: "JP",
    state: "東京都",
    locality: "千代田区",
    organisation: "例示株式会社",
    unit: "情報部",
  };
  const { requestPem } = await request(csrOptions({ subject: { ...subject, commonName: "www.example.test" } }));
  const read = new x509.Pkcs10CertificateRequest(requestPem);
  for (const value of Object.values(subject)) expect(read.subject).toContain(value);
  expect(read.subject).toContain("CN=www.example.test");
  expect(namesOf(read).sort()).toEqual(["example.test", "www.example.test"]);
});

it("is made with an EC key when that is asked for", async () => {
  const { request } = await room();
  const { keyFile } = await request(csrOptions({ key: { type: "ecdsa", curve: "P-384" } }));
  expect(createPrivateKey(await readFile(keyFile)).asymmetricKeyDetails?.namedCurve).toBe("secp384r1");
});

it("can have its key encrypted on the disk, and made again with the passphrase only", async () => {
  const { request, folder } = await room();
  const { keyFile } = await request(csrOptions({ passphrase: "geheim" }));
  const key = await readFile(keyFile, "utf8");
  expect(key).toContain("BEGIN ENCRYPTED PRIVATE KEY");
  expect((await request(csrOptions({ passphrase: "geheim" }))).sameKey).toBe(true);
  await expect(request(csrOptions({ passphrase: "falsch" }))).rejects.toMatchObject({ code: "own-wrong-passphrase" });
  await expect(request(csrOptions())).rejects.toMatchObject({ code: "own-wrong-passphrase" });
  expect(await readFile(join(folder, "example.test/privkey.pem"), "utf8")).toBe(key);
});

it("made twice uses the same key, so that the answer to the first one still fits", async () => {
  const { request } = await room();
  const first = await request(csrOptions());
  const key = await readFile(first.keyFile, "utf8");
  const second = await request(csrOptions());
  expect(second.sameKey).toBe(true);
  expect(await readFile(first.keyFile, "utf8")).toBe(key);
});

it("takes a new key when told to, and keeps the old one", async () => {
  const { request, folder } = await room();
  const { keyFile } = await request(csrOptions());
  const key = await readFile(keyFile, "utf8");
  expect((await request(csrOptions({ newKey: true }))).sameKey).toBe(false);
  expect(await readFile(keyFile, "utf8")).not.toBe(key);
  const old = (await readdir(join(folder, "example.test"))).find((name) => name.startsWith("privkey-until-"));
  expect(await readFile(join(folder, "example.test", String(old)), "utf8")).toBe(key);
});

function namesOf(request: x509.Pkcs10CertificateRequest): string[] {
  const names = request.getExtension("2.5.29.17") as x509.SubjectAlternativeNameExtension | null;
  return names?.names.items.map(({ value }) => value) ?? [];
}

it("says which folder the disk refuses, and leaves no half of a key", async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");
  const { request } = certificateImporter({
    folder: file,
    clock: { now: () => now },
    directory: "",
    caBundle: undefined,
  });
  const refused = await request(csrOptions()).catch((error) => error);
  expect(refused).toBeInstanceOf(Problem);
  expect(refused.message).toContain(file);
});
