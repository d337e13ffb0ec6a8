import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { passphraseFor } from "../../src/cli/imported/passphrase.ts";
import { readDns } from "../../src/config/dns.ts";
import { readDnsSecrets } from "../../src/config/dns-secrets.ts";
import { readCertbotEnvironment } from "../../src/config/environment.ts";
import { withSecretFiles } from "../../src/config/secret-files.ts";
import { temporaryFolder } from "../support/folders.ts";

const secret = "https://ntfy.sh/s3cret";

test("a secret may be given as a file, whoever reads it", async () => {
  const path = join(await temporaryFolder(), "secret");
  await writeFile(path, `${secret}\n`);
  expect(readCertbotEnvironment({ NOTIFY_URLS_FILE: path, HEARTBEAT_URL_FILE: path })).toMatchObject({
    NOTIFY_URLS: secret,
    HEARTBEAT_URL: new URL(secret),
  });
  const assembly = { ask: () => Promise.reject(new Error("nobody is asked")) } as never;
  const environment = { KEY_PASSPHRASE_FILE: path };
  expect(await passphraseFor({ environment, assembly }, undefined, "passphrase?")).toBe(secret);
});

test("a file that cannot be used is named, and what it may hold is not shown", async () => {
  const folder = await temporaryFolder();
  await execa("mkfifo", [join(folder, "fifo")]);
  await writeFile(join(folder, "long"), Buffer.alloc(70_000));
  for (const name of ["absent", "fifo", "long", "."]) {
    const environment = { NOTIFY_URLS_FILE: join(folder, name) };
    expect(() => withSecretFiles(environment)).toThrowError(/^NOTIFY_URLS_FILE ".*" cannot be read \(E[A-Z]+\)$/);
  }
  expect(() => withSecretFiles({ NOTIFY_URLS: "a", NOTIFY_URLS_FILE: "b" })).toThrowError("are both set");
  expect(() =>
    readDns({ DNS_PROVIDER: "cloudflare", CF_DNS_API_TOKEN: "a", CF_DNS_API_TOKEN_FILE: "b" }, {}),
  ).toThrowError(/^CF_DNS_API_TOKEN and CF_DNS_API_TOKEN_FILE are both set$/);
  expect(() => readCertbotEnvironment({ HEARTBEAT_URL: "ftp://s3cret" })).toThrowError(/^HEARTBEAT_URL is not/);
});

describe("a DNS provider's secrets", () => {
  const dns = {
    kind: "provider" as const,
    provider: "cloudflare" as const,
    values: {},
    files: {},
    credentials: undefined,
  };
  const certificates = "/etc/letsencrypt";

  test("come from a file of their own, or from certbot's ini, without the line ends of an editor", async () => {
    const path = join(await temporaryFolder(), "token");
    await writeFile(path, "t0ken\r\n\n");
    expect(readDnsSecrets({ ...dns, files: { CF_DNS_API_TOKEN: path } }, certificates)).toEqual({
      CF_DNS_API_TOKEN: "t0ken",
    });
    await writeFile(path, "dns_cloudflare_api_token = t0ken\n");
    expect(readDnsSecrets({ ...dns, credentials: path }, certificates)).toEqual({ CF_DNS_API_TOKEN: "t0ken" });
  });

  test("are refused from a pipe, which would be waited for, and from where nginx may write", async () => {
    const folder = await temporaryFolder();
    await execa("mkfifo", [join(folder, "fifo")]);
    const fromPipe = { ...dns, files: { CF_DNS_API_TOKEN: join(folder, "fifo") } };
    expect(() => readDnsSecrets(fromPipe, certificates)).toThrowError(/^CF_DNS_API_TOKEN_FILE ".*" cannot be read/);
    const inReach = { ...dns, credentials: join(certificates, "cf.ini") };
    expect(() => readDnsSecrets(inReach, certificates)).toThrowError(/is in the certificates' folder/);
  });
});
