import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { temporaryFolder } from "../support/folders.ts";

// Alone, since every other attach on this host finds the port taken too.
const nginx = "  nginx: { image: nginx, environment: { NGINX_HTTPS_ENABLED: 'false' } }\n";
const certbot =
  "  certbot: { image: x, volumes: ['./c:/etc/letsencrypt', './w:/var/www/html'], profiles: [certbot] }\n";
const files = {
  "docker-compose.yaml": `services:\n${nginx}${certbot}`,
  ".env": "SECRET_KEY=s3cr3t\nCERTBOT_DOMAIN=\n",
};
const domain = ["--domain", "dify.example.test"];

async function folderWithDify(): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

test("finds the port that something else has, says what to do there, and goes on with --force", async () => {
  const folder = await folderWithDify();
  const holder = execa(process.execPath, [
    "-e",
    "require('net').createServer().listen(80, '0.0.0.0', () => console.log('holds'))",
  ]);
  onTestFinished(() => void holder.kill());
  holder.catch(() => undefined);
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  const { output, exitCode } = await scriptsFor(folder).attach(...domain, "--yes");
  expect(output).toMatch(/port 80 of this host belongs to .*, so TLS for dify.example.test is terminated there/);
  expect(output).toMatch(/fix: stop it, or let it forward dify.example.test to .*; .* add --force/);
  expect(exitCode).toBe(1);
  expect(await filesOf(folder)).toEqual(files);
  const forced = await scriptsFor(folder).attach(...domain, "--yes", "--force");
  expect(forced.output).toContain("--force: port 80 of this host belongs to");
  expect(forced.exitCode).toBe(4);
});
