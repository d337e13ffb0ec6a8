import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountClient } from "../../src/acme/account-client.ts";
import type { Traffic } from "../../src/model/log.ts";
import { setAccountAside } from "../../src/store/account-aside.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { openLogFile } from "../../src/store/log-file.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

const hmacKey = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
let pebble: Pebble;
let strict: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
  strict = await startPebble({ externalAccounts: { "kid-1": hmacKey } });
});
afterAll(() => Promise.all([pebble.stop(), strict.stop()]));

/** An authority with its account on disk, and the desk of the same account. */
async function world(at = pebble, traffic: Traffic = () => {}) {
  const folder = await temporaryFolder();
  const accounts = accountStore(folder);
  const reach = { userAgent: "test", verifySsl: true, caBundle: at.caFile, environment: {}, traffic };
  const setAside = (directory: string, { id }: { id: string }) => setAccountAside(folder, directory, id);
  const client = accountClient({ directory: at.directory, accounts: { ...accounts, setAside }, ...reach });
  return { folder, client, ...authorityAt(at, { ...reach, accounts }), accounts };
}

const superseded = 4;

describe("a certificate is taken back", () => {
  test("under the account that it was obtained with, once", async () => {
    const { authority, client } = await world();
    const { fullchainPem: certificatePem } = await authority.issue(lineageOf("a.revoke.test"), plainly());
    await client.revoke({ certificatePem, reason: superseded }, never());
    await expect(client.revoke({ certificatePem, reason: superseded }, never())).rejects.toMatchObject({
      code: "acme-already-revoked",
    });
  });

  test("with its own key, where the account is lost", async () => {
    const { authority } = await world();
    const issued = await authority.issue(lineageOf("b.revoke.test"), plainly());
    const { fullchainPem: certificatePem, privateKeyPem } = issued;
    const { client } = await world();
    await expect(client.revoke({ certificatePem, reason: 0 }, never())).rejects.toMatchObject({ code: "no-account" });
    await client.revoke({ certificatePem, reason: 1, privateKeyPem }, never());
  });

  test("with no other key, and not for a reason that the authority does not take", async () => {
    const { authority, client } = await world();
    const { fullchainPem: certificatePem } = await authority.issue(lineageOf("c.revoke.test"), plainly());
    const { privateKeyPem } = await authority.issue(lineageOf("d.revoke.test"), plainly());
    await expect(client.revoke({ certificatePem, reason: 0, privateKeyPem }, never())).rejects.toMatchObject({
      code: "key-of-another",
    });
    await expect(client.revoke({ certificatePem, reason: 7 }, never())).rejects.toMatchObject({
      code: "acme-bad-revocation-reason",
    });
  });
});

test("the account is shown as the authority has it", async () => {
  const { authority, client, accounts } = await world();
  await expect(client.show(never())).rejects.toThrow(
    `Could not find an existing account for server ${pebble.directory}`,
  );
  await authority.issue(lineageOf("e.revoke.test"), plainly());
  const { url, contacts, thumbprint } = await client.show(never());
  expect({ url, contacts }).toEqual({ url: (await accounts.find(pebble.directory))?.url, contacts: [] });
  expect(thumbprint).toMatch(/^[\w-]{43}$/);
});

test("real certbot shows the same account, and what it revoked is revoked for us too", async () => {
  const { folder, authority, client } = await world();
  const { fullchainPem: certificatePem } = await authority.issue(lineageOf("f.revoke.test"), plainly());
  await writeFile(join(folder, "cert.pem"), certificatePem);
  const folders = ["--config-dir", folder, "--work-dir", `${folder}/.work`, "--logs-dir", `${folder}/.logs`];
  const certbot = (...words: string[]) =>
    execa("certbot", [...words, "-n", "--server", pebble.directory, ...folders], {
      all: true,
      env: { REQUESTS_CA_BUNDLE: pebble.caFile },
    });
  expect((await certbot("show_account")).all).toContain(`Account URL: ${(await client.show(never())).url}`);
  const words = ["--cert-path", join(folder, "cert.pem"), "--no-delete-after-revoke", "--reason", "superseded"];
  const { all } = await certbot("revoke", ...words);
  expect(all).toContain("Congratulations! You have successfully revoked the certificate that was located at");
  await expect(client.revoke({ certificatePem, reason: 0 }, never())).rejects.toMatchObject({
    code: "acme-already-revoked",
  });
});

describe("the log of a whole run", () => {
  test("has every request and answer, and no key, key authorization or account secret", async () => {
    const logs = await temporaryFolder();
    const log = await openLogFile({ folder: logs, complain: (line) => expect.unreachable(line) });
    const traffic: Traffic = (words) => log.write("DEBUG", "httpsidecar.acme", words);
    const answered: string[] = [];
    const { folder, authority, accounts } = await world(strict, traffic);
    const { privateKeyPem } = await authority.issue(lineageOf("log.revoke.test"), plainly()).catch(() => ({
      privateKeyPem: "",
    }));
    expect(privateKeyPem).toBe("");

    const bound = authorityAt(strict, {
      ...{ userAgent: "test", verifySsl: true, caBundle: strict.caFile, environment: {}, traffic, accounts },
      externalAccount: { kid: "kid-1", hmacKey },
      responder: { present: async (_, whole) => void answered.push(whole), cleanUp: async () => {} },
    });
    await expect(bound.authority.issue(lineageOf("log.revoke.test"), plainly())).rejects.toThrow();
    const text = await readFile(join(logs, "letsencrypt.log"), "utf8");
    for (const line of strict.requests()) expect(text).toContain(line.split(" ")[1]);
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}:DEBUG:httpsidecar\.acme:sending GET https/m);
    expect(text).toContain('"identifiers"');
    expect(text).toContain('"type": "urn:ietf:params:acme:error:unauthorized"');
    expect(answered).toHaveLength(1);

    const [place] = await readdir(join(folder, "accounts"));
    const account = await readFile(await accountKeyIn(join(folder, "accounts", `${place}`, "dir")), "utf8");
    const { d, p, q } = JSON.parse(account);
    for (const secret of [hmacKey, d, p, q, ...answered]) expect(text).not.toContain(secret);
    expect(text).not.toContain("PRIVATE KEY");
  });
});

async function accountKeyIn(place: string): Promise<string> {
  const [id] = await readdir(place);
  return join(place, `${id}`, "private_key.json");
}
