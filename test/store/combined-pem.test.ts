import { X509Certificate } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { expect, it } from "vitest";
import { combinedPem } from "../../src/store/combined-pem.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, modeOf, sortedNames, storeIn, textOf } from "./stored.ts";

const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

async function given() {
  const config = await temporaryFolder();
  const folder = join(config, "certs");
  await mkdir(folder);
  return { config, folder, store: storeIn(config), pem: combinedPem({ folder, config, owner: me }) };
}

it("is the chain and then the key, for its owner only, and can be put back", async () => {
  const { folder, store, pem } = await given();
  const first = await issued();
  await pem.write(await store.save(lineage(), first));
  expect(await textOf(folder, "dify.test.pem")).toBe(first.fullchainPem + first.privateKeyPem);
  expect(await modeOf(join(folder, "dify.test.pem"))).toBe("600");
  expect((await stat(join(folder, "dify.test.pem"))).uid).toBe(me.uid);

  const putBack = await pem.write(await store.save(lineage(), await issued()));
  expect(await textOf(folder, "dify.test.pem")).not.toContain(first.fullchainPem);
  await putBack();
  expect(await textOf(folder, "dify.test.pem")).toBe(first.fullchainPem + first.privateKeyPem);
  expect(await sortedNames(folder)).toEqual(["dify.test.pem"]);
});

it("goes away again when there was none before", async () => {
  const { folder, store, pem } = await given();
  await (await pem.write(await store.save(lineage(), await issued())))();
  expect(await sortedNames(folder)).toEqual([]);
});

it("is a placeholder that a TLS server takes, and never over what is there", async () => {
  const { folder, pem } = await given();
  expect(await pem.placeholder("dify.test")).toBe("made");
  const text = await textOf(folder, "dify.test.pem");
  const certificate = new X509Certificate(text);
  expect(certificate.checkHost("dify.test", { subject: "never" })).toBe("dify.test");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.validToDate.getTime()).toBeLessThanOrEqual(Date.now() + 7 * 24 * 60 * 60 * 1000);
  createSecureContext({ cert: text, key: text });
  expect(await pem.placeholder("dify.test")).toBe("there");
  expect(await textOf(folder, "dify.test.pem")).toBe(text);
});

it("that cannot be written is said with the folder", async () => {
  const { config } = await given();
  const pem = combinedPem({ folder: "/nowhere/certs", config, owner: me });
  await expect(pem.placeholder("dify.test")).rejects.toMatchObject({
    message: expect.stringContaining("/nowhere/certs"),
  });
});
