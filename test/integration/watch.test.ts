import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { expect, test } from "vitest";
import { type CertificateOptions, makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";
import { kinds, webServer } from "../support/web-servers.ts";

const day = 24 * 60 * 60 * 1000;
const here = (options: CertificateOptions = {}) => makeCertificate({ domains: ["127.0.0.1"], ...options });
const urlOf = (port: number) => `https://127.0.0.1:${port}`;

/** The program itself, which trusts the root of these certificates. */
async function typed(...words: readonly string[]) {
  const bundle = join(await temporaryFolder(), "roots.pem");
  await writeFile(bundle, (await here()).rootPem);
  const command = [repository("src/main.ts"), "watch", ...words];
  return { command, env: { REQUESTS_CA_BUNDLE: bundle } };
}

async function once(...words: readonly string[]) {
  const { command, env } = await typed("--once", ...words);
  return await execa(process.execPath, command, { env, reject: false });
}

test.each(kinds)("a real %s is fine with what browsers take, and each fault ends with exit code 1", async (kind) => {
  const made = await here();
  const late = await here({ notBefore: new Date(Date.now() - 85 * day) });
  const pairs = [made, { ...made, fullchainPem: made.certPem }, late];
  const urls = (await Promise.all(pairs.map((pair) => webServer(kind, pair)))).map(urlOf);

  const good = await once(urls[0] ?? "");
  expect(good).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^https:.*: valid until .*, 89 days left/) });
  const bad = await once("--json", ...urls);
  expect(bad.exitCode).toBe(1);
  const { watched } = JSON.parse(bad.stdout) as { watched: readonly { fault: string | null }[] };
  expect(watched.map(({ fault }) => fault)).toEqual([null, "chain-incomplete", "ends-soon"]);
});

test("it watches in the foreground, says what is wrong, and ends well when it is stopped", async () => {
  const now = Date.now();
  const port = await webServer(
    "nginx",
    await here({ notBefore: new Date(now - 9 * day), notAfter: new Date(now - day) }),
  );
  const { command, env } = await typed(urlOf(port));
  // as in a stack, whose `serve` posts the status
  const watching = execa(process.execPath, command, { env: { ...env, CERTBOT_DOMAIN: "dify.test" }, reject: false });
  const lines: string[] = [];
  for await (const line of createInterface({ input: watching.stdout })) {
    lines.push(line);
    if (line.includes("fix:")) break;
  }
  expect(lines).toEqual([
    expect.stringMatching(/^error: https:\/\/127\.0\.0\.1:\d+: the certificate EXPIRED on /),
    expect.stringContaining("fix: renew it where it is kept"),
  ]);
  watching.kill("SIGTERM");
  expect((await watching).exitCode).toBe(0);
});
