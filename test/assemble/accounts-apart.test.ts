import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apartFolder, openAccounts } from "../../src/assemble/certbot-parts.ts";
import { openSolvers } from "../../src/assemble/challenge-parts.ts";
import { readSettings } from "../../src/config/settings.ts";
import { accountStore, moveAccounts } from "../../src/store/accounts.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

const directory = "https://ca.test/dir";
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const account = { id: "", privateKeyPem, url: "https://ca.test/acct/1" };

/** Certbot's folder, and the volume where there is one. */
async function world(hasVolume = true) {
  const [config, state] = [await temporaryFolder(), await temporaryFolder()];
  await mkdir(join(state, "httpsidecar"));
  if (hasVolume) await writeFile(join(state, "httpsidecar", "moved-here"), "");
  const folders = { config, state, webroot: config, logs: config, run: config };
  const open = (kind: "persist" | "http") => {
    const dns = { kind: "persist" as const, propagationTimeout: 1, blindWait: 1 };
    return openAccounts({ certbot: {}, folders, ...(kind === "persist" && { dns }) } as never, undefined);
  };
  const idsIn = (folder: string) => readdir(join(folder, "accounts/ca.test/dir")).catch(() => []);
  const where = async () => ({ nginx: await idsIn(config), volume: await idsIn(join(state, "httpsidecar")) });
  const move = async () => {
    const apart = await apartFolder(folders);
    if (apart !== undefined) await moveAccounts(config, apart, directory);
  };
  return { open, where, move, state, folders };
}

test("a new account is kept in the volume where a DNS record names it, and in certbot's folder else", async () => {
  const { open, where, state } = await world();
  const { id } = await (await open("persist")).save(directory, account);
  expect(await where()).toEqual({ nginx: [], volume: [id] });
  expect(await readdir(join(state, "httpsidecar"))).not.toContain("renewal-hooks");
  const other = await world();
  await (await other.open("http")).save(directory, account);
  expect(await other.where()).toEqual({ nginx: [id], volume: [] });
});

test("an account that certbot's folder has leaves nginx's reach, and is found whatever way is taken later", async () => {
  const { open, where, move } = await world();
  const { id } = await (await open("http")).save(directory, account);
  expect(await (await open("persist")).find(directory)).toMatchObject({ id });
  for (let times = 0; times < 2; times += 1) {
    await move();
    expect(await where()).toEqual({ nginx: [], volume: [id] });
  }
  for (const way of ["persist", "http"] as const)
    expect(await (await open(way)).find(directory)).toMatchObject({ id, url: account.url, privateKeyPem });
});

test("a kill between the copy and the removal leaves one account, and the next move ends it", async () => {
  const { open, where, move } = await world();
  const { id } = await (await open("http")).save(directory, account);
  await (await open("persist")).save(directory, account);
  expect(await (await open("persist")).find(directory)).toMatchObject({ id });
  await move();
  expect(await where()).toEqual({ nginx: [], volume: [id] });
});

test("an account that somebody puts into certbot's folder later is neither taken nor moved", async () => {
  const { open, where, move } = await world();
  const { id } = await (await open("persist")).save(directory, account);
  const { privateKey: theirs } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const planted = { ...account, privateKeyPem: theirs.export({ type: "pkcs8", format: "pem" }).toString() };
  const other = await (await open("http")).save(directory, planted);
  await move();
  expect(await where()).toEqual({ nginx: [other.id], volume: [id] });
  expect(await (await open("persist")).find(directory)).toMatchObject({ id });
});

test("without a volume it stays where it was", async () => {
  const { open, where, move } = await world(false);
  const { id } = await (await open("persist")).save(directory, account);
  await move();
  expect(await where()).toEqual({ nginx: [id], volume: [] });
});

test("one key at two CAs is two accounts: each is found with its own address, and only the one that a record names moves", async () => {
  const { open, where, move } = await world();
  const twin = "https://staging.test/dir";
  for (const [at, url] of [
    [directory, account.url],
    [twin, "https://staging.test/acct/7"],
  ] as const)
    await (await open("http")).save(at, { ...account, url });
  await move();
  expect((await where()).nginx).toEqual([]);
  for (const kind of ["persist", "http"] as const) {
    const accounts = await open(kind);
    expect(await accounts.find(directory)).toMatchObject({ url: account.url });
    expect(await accounts.find(twin)).toMatchObject({ url: "https://staging.test/acct/7" });
  }
});

test("a dry run moves none", async () => {
  const { open, where, folders } = await world();
  const { id } = await (await open("http")).save(directory, account);
  const environment = {
    CERTBOT_DOMAIN: "dify.test",
    CERTBOT_OPTIONS: `--server ${directory}`,
    DNS_PROVIDER: "persist",
  };
  const begin = (...words: string[]) =>
    openSolvers(readSettings({ environment, words, word: "update-cert", folders }), { say: () => {}, environment });
  await begin("--dry-run");
  expect(await where()).toEqual({ nginx: [id], volume: [] });
  await begin();
  expect(await where()).toEqual({ nginx: [], volume: [id] });
});

test("--account finds the one that it names in either place", async () => {
  const { open, where, move } = await world();
  await (await open("http")).save(directory, account);
  await move();
  const [id = ""] = (await where()).volume;
  for (const kind of ["persist", "http"] as const)
    expect(await (await open(kind)).find(directory)).toMatchObject({ id });
});

test("an older version, which looks in certbot's folder alone, finds it after the line of the page, and an update moves it again", async () => {
  const { open, where, move, state, folders } = await world();
  const { id } = await (await open("persist")).save(directory, account);
  const older = accountStore(folders.config);
  expect(await older.find(directory)).toBeUndefined();
  const page = readFileSync(repository("docker/docs/dns.md"), "utf8");
  const [, words = ""] = /docker compose exec certbot (cp [^`]*)`/.exec(page) ?? [];
  const line = words.replace("/var/lib", state).replace("/etc/letsencrypt", folders.config);
  execFileSync("/bin/sh", ["-c", line]);
  expect(await older.find(directory)).toMatchObject({ id, url: account.url, privateKeyPem });
  await move();
  expect(await where()).toEqual({ nginx: [], volume: [id] });
});
