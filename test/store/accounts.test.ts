import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { cp, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { accountStore } from "../../src/store/accounts.ts";
import { temporaryFolder } from "../support/folders.ts";
import { modeOf, sortedNames, textOf } from "./stored.ts";

const directory = "https://localhost:14000/dir";
const now = () => new Date("2026-11-20T16:08:24.512Z");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function idOf(key: KeyObject): string {
  const pem = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
  return createHash("md5").update(pem).digest("hex");
}

function account(key: KeyObject) {
  return { privateKeyPem: pemOf(key), url: "https://localhost:14000/my-account/1" };
}

describe("a new account", () => {
  test("lies in certbot's folders, with certbot's files and modes", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder, { now, host: "box" }).save(directory, account(rsa));
    const place = join(folder, "accounts", "localhost:14000", "dir", idOf(rsa));
    expect(await sortedNames(place)).toEqual(["meta.json", "private_key.json", "regr.json"]);
    expect(await textOf(place, "meta.json")).toBe('{"creation_dt": "2026-11-20T16:08:24Z", "creation_host": "box"}');
    expect(await textOf(place, "regr.json")).toBe('{"body": {}, "uri": "https://localhost:14000/my-account/1"}');
    expect(await textOf(place, "private_key.json")).toMatch(
      /^\{"n": "[\w-]{342}", "e": "AQAB", "d": ".+", "p": ".+", "q": ".+", "dp": ".+", "dq": ".+", "qi": ".+", "kty": "RSA"\}$/,
    );
    expect(await modeOf(join(place, "private_key.json"))).toBe("400");
    expect(await modeOf(join(place, "regr.json"))).toBe("644");
    for (const path of [place, dirname(place), join(folder, "accounts")]) expect(await modeOf(path)).toBe("700");
  });

  test("makes the folders for hooks, as every first command of certbot does", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder, { now }).save(directory, account(ec));
    expect(await sortedNames(join(folder, "renewal-hooks"))).toEqual(["deploy", "post", "pre"]);
  });

  test.each([
    ["RSA", rsa],
    ["EC", ec],
  ])("with an %s key is found again", async (_, key) => {
    const folder = await temporaryFolder();
    const saved = await accountStore(folder).save(directory, account(key));
    expect(saved.id).toBe(idOf(key));
    expect(await accountStore(folder).find(directory)).toEqual(saved);
  });

  test("saved again under another address keeps its key", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    await accountStore(folder).save(directory, { ...account(ec), url: "https://localhost:14000/my-account/2" });
    expect((await accountStore(folder).find(directory))?.url).toBe("https://localhost:14000/my-account/2");
  });

  test.each([
    ["https://acme-v02.api.letsencrypt.org/directory", "acme-v02.api.letsencrypt.org/directory"],
    ["https://acme.zerossl.com/v2/DV90", "acme.zerossl.com/v2/DV90"],
    ["https://x.y/a/b/", "x.y/a/b"],
    ["https://x.y/a?b=c#d", "x.y/a"],
  ])("of %s lies under accounts/%s", async (url, place) => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(url, account(ec));
    expect(await sortedNames(join(folder, "accounts", place))).toEqual([idOf(ec)]);
  });

  test("never lies outside accounts/", async () => {
    const folder = await temporaryFolder();
    const saving = accountStore(folder).save("https://x.y/../../renewal", account(ec));
    await expect(saving).rejects.toMatchObject({ code: "bad-settings" });
  });
});

describe("looking for an account", () => {
  test("finds none where there is none", async () => {
    expect(await accountStore(await temporaryFolder()).find(directory)).toBeUndefined();
  });

  test("passes over one with a missing file, and over stray files", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    await accountStore(folder).save(directory, account(rsa));
    const place = join(folder, "accounts", "localhost:14000", "dir");
    await rm(join(place, idOf(rsa), "regr.json"));
    await writeFile(join(place, "notes.txt"), "");
    expect((await accountStore(folder).find(directory))?.id).toBe(idOf(ec));
  });

  test("follows the link that certbot makes for an account of the old API", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save("https://acme-v01.api.letsencrypt.org/directory", account(rsa));
    await mkdir(join(folder, "accounts", "acme-v02.api.letsencrypt.org"));
    await symlink(
      join(folder, "accounts", "acme-v01.api.letsencrypt.org", "directory"),
      join(folder, "accounts", "acme-v02.api.letsencrypt.org", "directory"),
    );
    const found = await accountStore(folder).find("https://acme-v02.api.letsencrypt.org/directory");
    expect(found?.id).toBe(idOf(rsa));
  });

  test("takes over an account of the old API where there is no other, and lets the authority tell its address", async () => {
    const folder = await temporaryFolder();
    const former = { ...account(rsa), url: "https://acme-v01.api.letsencrypt.org/acme/reg/7" };
    await accountStore(folder).save("https://acme-v01.api.letsencrypt.org/directory", former);
    const present = "https://acme-v02.api.letsencrypt.org/directory";
    expect(await accountStore(folder).find(present)).toMatchObject({ id: idOf(rsa), url: "" });
    expect(await accountStore(folder).find("https://acme-staging-v02.api.letsencrypt.org/directory")).toBeUndefined();

    await accountStore(folder).save(present, { ...former, url: "https://acme-v02.api.letsencrypt.org/acme/acct/7" });
    expect((await accountStore(folder).find(present))?.url).toBe("https://acme-v02.api.letsencrypt.org/acme/acct/7");
  });

  test("refuses to choose between two", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    await accountStore(folder).save(directory, account(rsa));
    await expect(accountStore(folder).find(directory)).rejects.toMatchObject({ code: "several-accounts" });
  });

  test("takes of several the one that --account names, else the one that the lineage was made with", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    await accountStore(folder).save(directory, account(rsa));
    const [one, other] = [idOf(ec), idOf(rsa)];
    expect((await accountStore(folder, { chosen: one, preferred: other }).find(directory))?.id).toBe(one);
    expect((await accountStore(folder, { preferred: other }).find(directory))?.id).toBe(other);
  });

  test("does not take another one for an --account that is not there", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    const chosen = idOf(rsa);
    await expect(accountStore(folder, { chosen }).find(directory)).rejects.toMatchObject({ code: "no-such-account" });
    expect((await accountStore(folder, { preferred: chosen }).find(directory))?.id).toBe(idOf(ec));
  });

  test("says which account lies under a name that certbot would not find", async () => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    const place = join(folder, "accounts", "localhost:14000", "dir");
    await rename(join(place, idOf(ec)), join(place, "mine"));
    await expect(accountStore(folder).find(directory)).rejects.toMatchObject({
      code: "account-unreadable",
      fix: `docker compose exec certbot mv '${place}/mine' '${place}/${idOf(ec)}'`,
    });
  });

  test.each([
    ["private_key.json", '{"kty": "EC", "d": "c2VjcmV0"'],
    ["private_key.json", '{"kty": "EC", "d": "c2VjcmV0"}'],
    ["regr.json", '{"uri": "https://x/1"}'],
    ["meta.json", "[]"],
  ])("names a damaged %s and shows nothing of it", async (file, content) => {
    const folder = await temporaryFolder();
    await accountStore(folder).save(directory, account(ec));
    const path = join(folder, "accounts", "localhost:14000", "dir", idOf(ec), file);
    await rm(path);
    await writeFile(path, content);
    const problem = await accountStore(folder)
      .find(directory)
      .catch((error) => error);
    expect(problem).toMatchObject({
      code: "account-unreadable",
      message: `${path} is not what certbot or httpsidecar writes there`,
    });
    expect(`${problem.stack}${problem.cause}`).not.toContain("c2VjcmV0");
  });
});

test("what certbot wrote before, with more members, is read", async () => {
  const folder = await temporaryFolder();
  const place = join(folder, "accounts", "localhost:14000", "dir", idOf(rsa));
  await mkdir(place, { recursive: true });
  const jwk = { ...createPrivateKey(pemOf(rsa)).export({ format: "jwk" }), alg: "RS256", kid: "x" };
  await writeFile(join(place, "private_key.json"), JSON.stringify(jwk));
  await writeFile(
    join(place, "regr.json"),
    '{"body": {"status": "valid"}, "uri": "https://x/1", "terms_of_service": "t"}',
  );
  await writeFile(join(place, "meta.json"), '{"creation_dt": "2017-01-01T00:00:00Z", "creation_host": "a", "x": 1}');
  expect(await accountStore(folder).find(directory)).toEqual({
    id: idOf(rsa),
    privateKeyPem: pemOf(rsa),
    url: "https://x/1",
  });
});

describe("a folder under accounts/ that is not an account", () => {
  test("is passed over beside one that is: a copy, or a broken one", async () => {
    const folder = await temporaryFolder();
    const saved = await accountStore(folder).save(directory, account(ec));
    const place = join(folder, "accounts", "localhost:14000", "dir");
    await cp(join(place, saved.id), join(place, `${saved.id}.bak`), { recursive: true });
    await mkdir(join(place, "0123456789abcdef0123456789abcdef"));
    await writeFile(join(place, "0123456789abcdef0123456789abcdef", "private_key.json"), "{");
    await writeFile(join(place, "0123456789abcdef0123456789abcdef", "regr.json"), "{");
    expect(await accountStore(folder).find(directory)).toEqual(saved);
  });

  test("is said where there is no other: nobody wants a second account by accident", async () => {
    const folder = await temporaryFolder();
    const saved = await accountStore(folder).save(directory, account(ec));
    const place = join(folder, "accounts", "localhost:14000", "dir");
    await rename(join(place, saved.id), join(place, `${saved.id}.bak`));
    await expect(accountStore(folder).find(directory)).rejects.toMatchObject({ code: "account-unreadable" });
  });
});
