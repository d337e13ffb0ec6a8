import { X509Certificate } from "node:crypto";
import { readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { expect, it } from "vitest";
import { isThere } from "../../src/base/files.ts";
import { placesOf } from "../../src/store/layout.ts";
import { isPlaceholder, putPlaceholder } from "../../src/store/placeholder.ts";
import { repairLineage } from "../../src/store/repair.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, modeOf, sortedNames, storeIn } from "./stored.ts";

const names = ["cert.pem", "chain.pem", "fullchain.pem", "privkey.pem"];

async function given(wanted?: { certificate: string; key: string }) {
  const folder = await temporaryFolder();
  await putPlaceholder(folder, lineage(), wanted);
  return { folder, live: join(folder, "live/dify.test"), store: storeIn(folder) };
}

it("is a pair that a server can load, named as what it is, over within a week, its key for its owner only", async () => {
  const { folder, live } = await given();
  const [cert, key] = await Promise.all(["fullchain.pem", "privkey.pem"].map((file) => readFile(join(live, file))));
  expect(() => createSecureContext({ cert, key })).not.toThrow();
  const { subject, validToDate, subjectAltName } = new X509Certificate(cert ?? "");
  expect([subject, subjectAltName]).toEqual(["CN=httpsidecar placeholder", "DNS:dify.test"]);
  expect(validToDate.getTime()).toBeLessThanOrEqual(Date.now() + 7 * 24 * 60 * 60 * 1000);
  expect(await modeOf(join(folder, "httpsidecar/placeholder/dify.test/privkey.pem"))).toBe("600");
});

it("gives way to the real certificate without a moment in which a name leads nowhere, and leaves nothing", async () => {
  const { folder, live, store } = await given();
  expect(await store.read("dify.test")).toBeUndefined();
  await store.checkWritable(lineage());
  const real = await issued();

  await store.save(lineage(), real);

  expect(await readFile(join(live, "fullchain.pem"), "utf8")).toBe(real.fullchainPem);
  expect(await sortedNames(live)).toEqual(["README", ...names]);
  expect(await isThere(join(folder, "httpsidecar/placeholder/dify.test"))).toBe(false);
});

it("stands under the names that nginx asks for, which lead to the real one afterwards", async () => {
  const { live, store } = await given({ certificate: "dify.crt", key: "dify.key" });
  expect([await readlink(join(live, "dify.crt")), await readlink(join(live, "dify.key"))]).toEqual([
    "fullchain.pem",
    "privkey.pem",
  ]);
  const real = await issued();
  await store.save(lineage(), real);
  expect(await readFile(join(live, "dify.crt"), "utf8")).toBe(real.fullchainPem);
  expect(await readFile(join(live, "dify.key"), "utf8")).toBe(real.privateKeyPem);
});

it("is never put over a lineage, and put twice it is there once", async () => {
  const { folder, store } = await given();
  await putPlaceholder(folder, lineage());
  const real = await issued();
  await store.save(lineage(), real);
  await putPlaceholder(folder, lineage());
  expect((await store.read("dify.test"))?.fullchainPem).toBe(real.fullchainPem);
});

it("stands where the domain's spelling leads, too", async () => {
  const folder = await temporaryFolder();
  await putPlaceholder(folder, lineage({ domainAsTyped: "Dify.Test,www.dify.test" }));
  expect(await readFile(join(folder, "live/Dify.Test,www.dify.test/fullchain.pem"), "utf8")).toContain("BEGIN");
});

it("is known by its links: somebody's own file in their place is not taken for it", async () => {
  const { folder, live } = await given();
  expect(await isPlaceholder(placesOf(folder, "dify.test"))).toBe(true);
  await rm(join(live, "cert.pem"));
  await writeFile(join(live, "cert.pem"), "somebody's");
  expect(await isPlaceholder(placesOf(folder, "dify.test"))).toBe(false);
});

it("is taken away by repair, so that real certbot finds the name free", async () => {
  const { folder, live } = await given({ certificate: "dify.crt", key: "dify.key" });
  const facts = { version: "0.1.0", account: "ab", server: "https://ca.test/dir", webroot: "/var/www/html" };
  const [done] = await repairLineage("dify.test", { folder, now: new Date(), facts });
  expect(done?.saw).toBe("a temporary self-signed certificate is in live/");
  expect(await sortedNames(live)).toEqual([]);
  expect(await isThere(join(folder, "httpsidecar/placeholder/dify.test"))).toBe(false);
});
