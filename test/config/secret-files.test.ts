import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { passphraseFor } from "../../src/cli/imported/passphrase.ts";
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
  expect(() => readCertbotEnvironment({ HEARTBEAT_URL: "ftp://s3cret" })).toThrowError(/^HEARTBEAT_URL is not/);
});
