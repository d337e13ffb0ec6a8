import { chmod, chown, mkdir, rm, stat, symlink, unlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { placesOf } from "../../src/store/layout.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { checkWritable } from "../../src/store/writable.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";
import { issued, linksOf, modeOf, sortedNames, storeIn, textOf } from "./stored.ts";

describe("a first certificate", () => {
  test("lies in archive, live and renewal with certbot's names and modes", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const archive = join(folder, "archive", "dify.test");
    expect(await sortedNames(archive)).toEqual(["cert1.pem", "chain1.pem", "fullchain1.pem", "privkey1.pem"]);
    expect(await linksOf(folder)).toEqual([
      "../../archive/dify.test/cert1.pem",
      "../../archive/dify.test/chain1.pem",
      "../../archive/dify.test/fullchain1.pem",
      "../../archive/dify.test/privkey1.pem",
    ]);
    expect(await modeOf(join(archive, "privkey1.pem"))).toBe("600");
    expect(await modeOf(join(archive, "fullchain1.pem"))).toBe("644");
    expect(await modeOf(join(folder, "archive"))).toBe("700");
    expect(await modeOf(join(folder, "live"))).toBe("700");
    expect(await modeOf(join(folder, "live", "dify.test"))).toBe("755");
    expect(await sortedNames(join(folder, "live", "dify.test"))).toEqual([
      "README",
      "cert.pem",
      "chain.pem",
      "fullchain.pem",
      "privkey.pem",
    ]);
  });

  test("gets a renewal conf by which certbot can go on", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage({ domains: ["dify.test", "www.dify.test"] }), await issued());
    expect(await textOf(folder, "renewal", "dify.test.conf")).toBe(`version = 0.1.0
archive_dir = ${folder}/archive/dify.test
cert = ${folder}/live/dify.test/cert.pem
privkey = ${folder}/live/dify.test/privkey.pem
chain = ${folder}/live/dify.test/chain.pem
fullchain = ${folder}/live/dify.test/fullchain.pem
[renewalparams]
account = 0123456789abcdef0123456789abcdef
server = https://localhost:14000/dir
authenticator = webroot
webroot_path = /var/www/html,
key_type = ecdsa
[[webroot_map]]
dify.test = /var/www/html
www.dify.test = /var/www/html
`);
    expect(await sortedNames(join(folder, "renewal"))).toEqual(["dify.test.conf"]);
  });

  test("proven without a web server gets a conf without folders", async () => {
    const folder = await temporaryFolder();
    const params = { authenticator: "standalone", http01_port: "8080" };
    await lineageStore({ folder, webroot: "/var/www/html", version: "0.1.0", params }).save(lineage(), await issued());
    const conf = await textOf(folder, "renewal", "dify.test.conf");
    expect(conf).toContain("authenticator = standalone\n");
    expect(conf).not.toContain("webroot");
  });

  test("is read back as it was saved", async () => {
    const folder = await temporaryFolder();
    const notBefore = new Date("2026-11-01T00:00:00Z");
    const notAfter = new Date("2027-01-30T00:00:00Z");
    const given = await issued({ domains: ["dify.test", "www.dify.test"], notBefore, notAfter });
    const saved = await storeIn(folder).save(lineage(), given);
    expect(await storeIn(folder).read("dify.test")).toEqual(saved);
    expect(saved).toMatchObject({
      name: "dify.test",
      version: 1,
      domains: ["dify.test", "www.dify.test"],
      notBefore,
      notAfter,
      directory: "https://localhost:14000/dir",
      keyType: "ECDSA",
      fullchainPem: given.fullchainPem,
    });
  });

  test("goes into folders that were made beforehand, empty, and leaves their modes", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "live", "dify.test"), { recursive: true });
    await mkdir(join(folder, "archive", "dify.test"), { recursive: true });
    await chmod(join(folder, "live"), 0o755);
    await storeIn(folder).checkWritable(lineage());
    await storeIn(folder).save(lineage(), await issued());
    expect(await modeOf(join(folder, "live"))).toBe("755");
    expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
  });

  test("with an RSA key is called so", async () => {
    const folder = await temporaryFolder();
    expect((await storeIn(folder).save(lineage(), await issued({ keyType: "rsa" }))).keyType).toBe("RSA");
    expect(await textOf(folder, "renewal", "dify.test.conf")).toContain("key_type = rsa\n");
  });

  test("whose key is another's is refused before anything is written", async () => {
    const folder = await temporaryFolder();
    const { privateKeyPem } = await issued();
    const mixed = { ...(await issued()), privateKeyPem };
    await expect(storeIn(folder).save(lineage(), mixed)).rejects.toMatchObject({ code: "key-mismatch" });
    expect(await sortedNames(folder)).toEqual([]);
  });
});

describe("a renewal", () => {
  test("adds a version, leads the links to it and keeps six", async () => {
    const folder = await temporaryFolder();
    for (let turn = 0; turn < 8; turn++) await storeIn(folder).save(lineage(), await issued());
    expect(await linksOf(folder)).toContain("../../archive/dify.test/privkey8.pem");
    const keys = (await sortedNames(join(folder, "archive", "dify.test"))).filter((name) => name.startsWith("privkey"));
    expect(keys).toEqual([
      "privkey3.pem",
      "privkey4.pem",
      "privkey5.pem",
      "privkey6.pem",
      "privkey7.pem",
      "privkey8.pem",
    ]);
    expect(await sortedNames(join(folder, "live", "dify.test"))).not.toContain("previous_cert.pem");
  });

  test("passes over a version that was cut off", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    await writeFile(join(folder, "archive", "dify.test", "privkey2.pem"), "");
    expect((await storeIn(folder).save(lineage(), await issued())).version).toBe(3);
  });

  test("gives the new key the group of the old one and what that group could do", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    // root may give a file to any group, others only to one of their own
    const group = process.getuid?.() === 0 ? 1 : (process.getgroups?.().at(-1) ?? 0);
    await chown(join(folder, "archive", "dify.test", "privkey1.pem"), -1, group);
    await chmod(join(folder, "archive", "dify.test", "privkey1.pem"), 0o777);
    await storeIn(folder).save(lineage(), await issued());
    expect(await modeOf(join(folder, "archive", "dify.test", "privkey2.pem"))).toBe("674");
    expect((await stat(join(folder, "archive", "dify.test", "privkey2.pem"))).gid).toBe(group);
  });

  test("leaves links absolute that were absolute", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const archive = join(folder, "archive", "dify.test");
    const link = join(folder, "live", "dify.test", "cert.pem");
    await unlink(link);
    await symlink(join(archive, "cert1.pem"), link);
    await storeIn(folder).save(lineage(), await issued());
    expect(await linksOf(folder)).toEqual([
      join(archive, "cert2.pem"),
      "../../archive/dify.test/chain2.pem",
      "../../archive/dify.test/fullchain2.pem",
      "../../archive/dify.test/privkey2.pem",
    ]);
  });

  test("keeps what others wrote into the conf, and its mode", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const conf = join(folder, "renewal", "dify.test.conf");
    const before = await textOf(conf);
    const edited = before
      .replace("[renewalparams]", "renew_before_expiry = 20 days\n# ours\n[renewalparams] # of certbot")
      .replace("account = 0123456789abcdef0123456789abcdef", "account = 00 # old\nrenew_hook = 'echo \"a\" # b'")
      .concat("[acme_renewal_info]\nari_retry_after = 2026-11-20T22:10:39\n");
    await writeFile(conf, edited);
    await chmod(conf, 0o640);
    await storeIn(folder).save(lineage(), await issued({ accountId: "11" }));
    expect(await textOf(conf)).toBe(edited.replace("account = 00 # old", "account = 11 # old"));
    expect(await modeOf(conf)).toBe("640");
  });
});

describe("what cannot be used is said before an order is made", () => {
  const byHand = (path: string) => `docker compose exec certbot mv ${path} ${path}.old`;
  test.each([
    ["archive", byHand],
    ["live", () => "docker compose exec certbot httpsidecar repair"],
  ] as const)("%s/<name> that holds something without a conf", async (place, fix) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, place, "dify.test"), { recursive: true });
    await writeFile(join(folder, place, "dify.test", "fullchain.pem"), "self-signed");
    await expect(storeIn(folder).checkWritable(lineage())).rejects.toMatchObject({
      code: "name-taken",
      message: `${folder}/${place}/dify.test is not empty, but there is no renewal/dify.test.conf that it belongs to`,
      fix: fix(`${folder}/${place}/dify.test`),
      retry: "look",
    });
  });

  test("a conf that cannot be read; it is never overwritten", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "renewal"));
    const conf = join(folder, "renewal", "dify.test.conf");
    await writeFile(conf, "version = 2.1.0\ncert: /etc\n");
    const expected = {
      code: "conf-unreadable",
      message: `${conf}, line 2, cannot be read: it is neither a section, nor key = value, nor a # comment`,
    };
    await expect(storeIn(folder).read("dify.test")).rejects.toMatchObject(expected);
    await expect(storeIn(folder).checkWritable(lineage())).rejects.toMatchObject(expected);
    await expect(storeIn(folder).save(lineage(), await issued())).rejects.toMatchObject(expected);
    expect(await textOf(conf)).toBe("version = 2.1.0\ncert: /etc\n");
  });

  test("a conf that leads to another place", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const conf = join(folder, "renewal", "dify.test.conf");
    await writeFile(conf, (await textOf(conf)).replaceAll(`${folder}/live`, "/srv/live"));
    await expect(storeIn(folder).checkWritable(lineage())).rejects.toMatchObject({
      code: "lineage-broken",
      message: `${conf} expects cert in another place`,
    });
  });

  test("a disk that is as it should be is left as it was", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    await storeIn(folder).checkWritable(lineage());
    expect(await sortedNames(folder)).toEqual(["archive", "live", "renewal", "renewal-hooks"]);
    expect(await sortedNames(join(folder, "live"))).toEqual(["README", "dify.test"]);
  });
});

describe("reading", () => {
  test.each([
    ["a doubled slash", (folder: string) => `${folder}//live`],
    ["a way back", (folder: string) => `${folder}/renewal/../live`],
    ["a path from here", (folder: string) => `${relative(process.cwd(), folder)}/live`],
  ])("takes a conf that names the same place in another spelling: %s", async (_, spelt) => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const conf = join(folder, "renewal", "dify.test.conf");
    await writeFile(conf, (await textOf(conf)).replaceAll(`${folder}/live`, spelt(folder)));
    expect((await storeIn(folder).read("dify.test"))?.domains).toEqual(["dify.test"]);
  });

  test("knows no lineage where there is no conf", async () => {
    expect(await storeIn(await temporaryFolder()).read("dify.test")).toBeUndefined();
    expect(await storeIn(await temporaryFolder()).list()).toEqual([]);
  });

  test("names a key that is not the certificate's", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const { privateKeyPem } = await issued();
    await writeFile(join(folder, "archive", "dify.test", "privkey1.pem"), privateKeyPem);
    await expect(storeIn(folder).read("dify.test")).rejects.toMatchObject({
      code: "lineage-broken",
      message: `${folder}/live/dify.test is broken: privkey.pem is not the key of fullchain.pem`,
    });
  });

  test("names plain files that a copy left in place of the links, and what makes them links again", async () => {
    const folder = await temporaryFolder();
    await storeIn(folder).save(lineage(), await issued());
    const live = join(folder, "live", "dify.test");
    const text = await textOf(live, "cert.pem");
    await unlink(join(live, "cert.pem"));
    await writeFile(join(live, "cert.pem"), text);
    await expect(storeIn(folder).read("dify.test")).rejects.toMatchObject({
      message: `${live} is broken: it has plain files where symlinks belong`,
      fix: "docker compose exec certbot httpsidecar repair",
    });
  });

  test("lists every conf by byte value, the broken ones with their reason", async () => {
    const folder = await temporaryFolder();
    for (const name of ["x.test", "x.test-0001", "b.test"])
      await storeIn(folder).save(lineage({ name }), await issued());
    await rm(join(folder, "archive", "b.test", "fullchain1.pem"));
    await writeFile(join(folder, "renewal", "a.test.conf"), "");
    const listed = await storeIn(folder).list();
    const shown = listed.map((each) => [
      each.name,
      "problem" in each ? each.problem.message : each.certificate.version,
    ]);
    expect(shown).toEqual([
      ["a.test", `${folder}/renewal/a.test.conf is empty, as a run of certbot leaves it that was cut off`],
      ["b.test", `${folder}/live/b.test is broken: archive/b.test/fullchain1.pem is missing`],
      ["x.test-0001", 1],
      ["x.test", 1],
    ]);
  });

  test("understands the keys of certbot 3.1 (SEC1)", async () => {
    const { createPrivateKey } = await import("node:crypto");
    const folder = await temporaryFolder();
    const given = await issued();
    await storeIn(folder).save(lineage(), given);
    const sec1 = createPrivateKey(given.privateKeyPem).export({ type: "sec1", format: "pem" });
    await writeFile(join(folder, "archive", "dify.test", "privkey1.pem"), sec1);
    expect((await storeIn(folder).read("dify.test"))?.version).toBe(1);
  });
});

test("what a conf says against a renewal by us is read, and does not outlive the renewal", async () => {
  const folder = await temporaryFolder();
  const conf = join(folder, "renewal", "dify.test.conf");
  await storeIn(folder).save(lineage(), await issued());
  const params = "authenticator = manual\npref_challs = dns-01,\nmanual_auth_hook = /hook\nautorenew = False";
  await writeFile(conf, (await textOf(conf)).replace("authenticator = webroot", params));
  expect(await storeIn(folder).read("dify.test")).toMatchObject({ elsewhere: "manual", autorenew: false });

  await storeIn(folder).save(lineage(), await issued());
  expect(await textOf(conf)).not.toMatch(/pref_challs|manual/);
  expect(await storeIn(folder).read("dify.test")).not.toHaveProperty("elsewhere");
});

test.each(["webroot", "standalone", "nginx", "apache", "None"])("a lineage of %s is renewed here", async (way) => {
  const folder = await temporaryFolder();
  const conf = join(folder, "renewal", "dify.test.conf");
  await storeIn(folder).save(lineage(), await issued());
  await writeFile(conf, (await textOf(conf)).replace("authenticator = webroot", `authenticator = ${way}`));
  expect(await storeIn(folder).read("dify.test")).not.toHaveProperty("elsewhere");
});

test.each([
  ["30 days", 30],
  ["10", 10],
  ["3 weeks 2 days", 23],
  ["36 hours", 1.5],
  ["1 month", 30],
])("renew_before_expiry = %s in a conf counts", async (text, days) => {
  const folder = await temporaryFolder();
  const conf = join(folder, "renewal", "dify.test.conf");
  await storeIn(folder).save(lineage(), await issued());
  await writeFile(conf, `renew_before_expiry = ${text}\n${await textOf(conf)}`);
  expect(await storeIn(folder).read("dify.test")).toMatchObject({ renewBefore: days * 86_400_000 });
  await storeIn(folder).save(lineage(), await issued());
  expect(await storeIn(folder).read("dify.test")).toMatchObject({ renewBefore: days * 86_400_000 });
});

test.each(["soon", "", "0 days", "-3 parsecs", "9 lives"])("renew_before_expiry = %s is passed over", async (text) => {
  const folder = await temporaryFolder();
  const conf = join(folder, "renewal", "dify.test.conf");
  await storeIn(folder).save(lineage(), await issued());
  await writeFile(conf, `renew_before_expiry = "${text}"\n${await textOf(conf)}`);
  expect(await storeIn(folder).read("dify.test")).not.toHaveProperty("renewBefore");
});

test("the folders for hooks are made with the first certificate, as certbot makes them", async () => {
  const folder = await temporaryFolder();
  await storeIn(folder).save(lineage(), await issued());
  expect(await sortedNames(join(folder, "renewal-hooks"))).toEqual(["deploy", "post", "pre"]);
  expect(await modeOf(join(folder, "renewal-hooks", "pre"))).toBe("755");
});

test("a lineage of certbot's DNS plugin is renewed here where its file of credentials can be read", async () => {
  const folder = await temporaryFolder();
  const conf = join(folder, "renewal", "dify.test.conf");
  const credentials = join(await temporaryFolder(), "cf.ini");
  await storeIn(folder).save(lineage(), await issued());
  const params = `authenticator = dns-cloudflare\ndns_cloudflare_credentials = ${credentials}`;
  await writeFile(conf, (await textOf(conf)).replace("authenticator = webroot", params));
  expect(await storeIn(folder).read("dify.test")).toMatchObject({ elsewhere: "dns-cloudflare" });
  await writeFile(credentials, "");
  expect(await storeIn(folder).read("dify.test")).not.toHaveProperty("elsewhere");
});

test("a folder that cannot hold links is named before an order is made, and nothing is left there", async () => {
  const folder = await temporaryFolder();
  const make = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }));
  // what SMB, exFAT and NTFS answer
  for (const code of ["EPERM", "EOPNOTSUPP", "ENOSYS"])
    await expect(checkWritable(folder, placesOf(folder, "dify.test"), make(code))).rejects.toMatchObject({
      ...{ code: "no-links", message: expect.stringContaining(join(folder, "live")), retry: "look" },
      fix: expect.stringContaining("named volume"),
    });
  await checkWritable(folder, placesOf(folder, "dify.test"));
  expect(await sortedNames(join(folder, "live"))).toEqual([]);
});
