import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { certificateImporter } from "../../src/imported/importer.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { csrOptions } from "../imported/given-files.ts";
import { issued } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { makeOwnAuthority } from "../support/own-authority.ts";

const domains = ["example.test", "www.example.test"] as const;

/** A request, signed by an authority of the test's own, examined and saved. */
async function imported(folder: string) {
  const clock = { now: () => new Date() };
  const importer = certificateImporter({
    folder: join(folder, "own"),
    clock,
    directory: "https://localhost:1/dir",
    caBundle: undefined,
  });
  const { requestPem } = await importer.request(csrOptions());
  const authority = await makeOwnAuthority("Company");
  const certificate = join(folder, "own", "site.crt");
  // So near its end that certbot would renew it, were it to.
  const day = 24 * 60 * 60 * 1000;
  const notBefore = new Date(Date.now() - 80 * day);
  const notAfter = new Date(Date.now() + 10 * day);
  await writeFile(certificate, await authority.sign(requestPem, { notBefore, notAfter }));
  const chain = join(folder, "own", "chain.crt");
  await writeFile(chain, authority.rootPem + authority.intermediatePem);
  const files = { certificate, chain: [chain], key: undefined, passphrase: async () => undefined };
  const examined = await importer.examine(files, { name: "example.test", domains });
  const store = lineageStore({ folder, webroot: "/var/www/html", version: "0.1.0" });
  const imported = lineage({ name: "example.test", domains, domainAsTyped: "example.test" });
  return { store, authority, chain, saved: await store.save(imported, examined.certificate) };
}

test("a certificate of one's own: openssl trusts the chain, certbot finds it valid and never renews it", async () => {
  const folder = await temporaryFolder();
  const { store, authority, saved } = await imported(folder);
  const root = join(folder, "root.pem");
  await writeFile(root, authority.rootPem);
  const live = join(folder, "live/example.test");
  const { stdout } = await execa("openssl", [
    "verify",
    "-CAfile",
    root,
    "-untrusted",
    join(live, "chain.pem"),
    "-verify_hostname",
    "www.example.test",
    join(live, "cert.pem"),
  ]);
  expect(stdout).toMatch(/: OK$/);
  await store.save(lineage(), await issued());

  const folders = ["--config-dir", folder, "--work-dir", `${folder}/.work`, "--logs-dir", `${folder}/.logs`];
  const certbot = (...words: string[]) => execa("certbot", [...words, ...folders], { reject: false, all: true });
  const list = await certbot("certificates");
  expect(list.all).toContain(`Serial Number: ${saved.serial.toLowerCase()}`);
  expect(list.all).toContain("Domains: example.test www.example.test");
  expect(list.all).not.toContain("INVALID");
  expect(list.exitCode).toBe(0);

  // Its authority does not listen: asking it would fail.
  const renewal = await certbot("renew", "-n", "--no-random-sleep-on-renew");
  expect(renewal.exitCode).toBe(0);
  expect((await store.read("example.test"))?.fingerprint).toBe(saved.fingerprint);
  expect(await readFile(join(folder, "own/example.test/privkey.pem"), "utf8")).toContain("BEGIN PRIVATE KEY");
});
