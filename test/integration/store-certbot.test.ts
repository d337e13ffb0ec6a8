import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountStore } from "../../src/store/accounts.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { issued, linksOf, storeIn, textOf } from "../store/stored.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

function certbot(folder: string, words: readonly string[], env: Record<string, string> = {}) {
  const folders = ["--config-dir", folder, "--work-dir", `${folder}/.work`, "--logs-dir", `${folder}/.logs`];
  return execa("certbot", [...words, ...folders], { reject: false, all: true, env });
}

describe("the real certbot finds what we wrote valid", () => {
  test("a first certificate, a renewed one, and one with an RSA key", async () => {
    const folder = await temporaryFolder();
    const store = storeIn(folder);
    const names = ["dify.test", "www.dify.test"];
    await store.save(lineage({ domains: ["dify.test", "www.dify.test"] }), await issued());
    const renewed = await store.save(lineage(), await issued({ domains: names }));
    await store.save(lineage({ name: "rsa.test" }), await issued({ domains: ["rsa.test"], keyType: "rsa" }));
    const { all, exitCode } = await certbot(folder, ["certificates"]);
    expect(all).toContain("Certificate Name: dify.test");
    expect(all).toContain(`Serial Number: ${renewed.serial.toLowerCase()}`);
    expect(all).toContain("Domains: dify.test www.dify.test");
    expect(all).toContain("Key Type: RSA");
    expect(all?.match(/\(VALID: 89 days\)/g)).toHaveLength(2);
    expect(all).not.toContain("INVALID");
    expect(exitCode).toBe(0);
  });

  test("and does not mind a link of CERTBOT_DOMAIN's spelling", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    for (const domainAsTyped of ["DIFY.test", "dify.test,www.dify.test", "bücher.test"]) {
      await storeIn(folder).linkTypedName(lineage({ domainAsTyped }));
    }
    const { all } = await certbot(folder, ["certificates"]);
    expect(all?.match(/Certificate Name/g)).toHaveLength(1);
    expect(all).toContain("(VALID: 89 days)");
    const renewal = await certbot(folder, ["renew", "--no-random-sleep-on-renew"]);
    expect(renewal.all).toContain("The following certificates are not due for renewal yet");
    expect(renewal.exitCode).toBe(0);
  });
});

describe("lineages go from hand to hand", () => {
  let pebble: Pebble;
  beforeAll(async () => {
    pebble = await startPebble();
  });
  afterAll(() => pebble.stop());

  const renew = ["renew", "--cert-name", "dify.test", "--force-renewal", "--no-random-sleep-on-renew"];

  test("certbot renews ours with the account that we saved, and we go on after it", async () => {
    const folder = await temporaryFolder();
    const store = lineageStore({ folder, webroot: pebble.webroot, version: "0.1.0" });
    const trust = { REQUESTS_CA_BUNDLE: pebble.caFile };
    const accountId = await registerAndSave(folder, pebble, trust);
    const { directory } = pebble;
    await store.save(lineage(), await issued({ directory, accountId }));
    await store.linkTypedName(lineage({ domainAsTyped: "DIFY.test" }));

    const renewal = await certbot(folder, renew, trust);
    expect(renewal.all).toContain("Congratulations, all renewals succeeded");
    const byCertbot = await store.read("dify.test");
    expect(byCertbot).toMatchObject({ version: 2, domains: ["dify.test"], directory });
    expect(await textOf(folder, "live", "DIFY.test", "fullchain.pem")).toBe(byCertbot?.fullchainPem);

    await store.save(lineage(), await issued({ directory, accountId }));
    expect(await linksOf(folder)).toContain("../../archive/dify.test/fullchain3.pem");
    expect((await certbot(folder, ["certificates"])).all).toContain("(VALID: 89 days)");
    expect((await certbot(folder, renew, trust)).exitCode).toBe(0);
    expect((await store.read("dify.test"))?.version).toBe(4);
  });

  test("we renew certbot's, and keep what it saved", async () => {
    const folder = await temporaryFolder();
    const store = lineageStore({ folder, webroot: pebble.webroot, version: "0.1.0" });
    const trust = { REQUESTS_CA_BUNDLE: pebble.caFile };
    const words = [
      "certonly",
      "-n",
      "--webroot",
      "-w",
      pebble.webroot,
      "-d",
      "dify.test",
      "--server",
      pebble.directory,
    ];
    const more = ["--agree-tos", "--register-unsafely-without-email", "--deploy-hook", "echo 'a, b'"];
    expect((await certbot(folder, [...words, ...more], trust)).exitCode).toBe(0);
    const account = await accountStore(folder).find(pebble.directory);
    const conf = join(folder, "renewal", "dify.test.conf");
    const before = await readFile(conf, "utf8");
    expect(before).toContain(`account = ${account?.id}`);

    await store.checkWritable(lineage());
    const given = await issued({ directory: pebble.directory, accountId: account?.id ?? "" });
    await store.save(lineage(), given);
    expect(await readFile(conf, "utf8")).toBe(before.replace(/^version = .*$/m, "version = 0.1.0"));
    expect((await certbot(folder, renew, trust)).exitCode).toBe(0);
    expect((await store.read("dify.test"))?.version).toBe(3);
  });
});

/** certbot talks to the authority, and our store writes the account anew in another folder. */
async function registerAndSave(folder: string, pebble: Pebble, trust: Record<string, string>): Promise<string> {
  const elsewhere = await temporaryFolder();
  const words = ["register", "-n", "--agree-tos", "--register-unsafely-without-email", "--server", pebble.directory];
  expect((await certbot(elsewhere, words, trust)).exitCode).toBe(0);
  const account = await accountStore(elsewhere).find(pebble.directory);
  if (!account) throw new Error("certbot saved no account");
  return (await accountStore(folder).save(pebble.directory, account)).id;
}
