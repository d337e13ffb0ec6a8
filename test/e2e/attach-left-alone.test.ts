import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { difyLike, folderWith } from "../support/dify-like.ts";
import { temporaryFolder } from "../support/folders.ts";

const domain = ["--domain", "dify.example.test"];

describe("docker/attach leaves a stack alone, with the reason and what to do", () => {
  test.each([
    {
      what: "a stack without a proxy",
      files: { "compose.yaml": "services:\n  app: { image: app }\n" },
      says: /this stack has no service nginx \(services: app\)\n {2}fix: name the service that browsers use, and its port: --upstream SERVICE:PORT/,
    },
    {
      what: "broken YAML",
      files: { "docker-compose.yaml": "services:\n  app:\n   - a\n  b: [\n" },
      says: /Docker Compose does not take the stack's files; nothing was written/,
    },
    {
      what: "a broken override",
      files: { ...difyLike, "docker-compose.override.yaml": "services:\n\tnginx: {}\n" },
      says: /Docker Compose does not take the stack's files; nothing was written/,
    },
    {
      what: "an override that has certbot otherwise",
      files: { ...difyLike, "docker-compose.override.yaml": "services:\n  certbot:\n    image: mine\n" },
      says: /docker-compose.override.yaml line 3 sets services.certbot.image .*\n {2}fix: remove services.certbot.image from/,
    },
    {
      what: "an env file that is not understood",
      files: { ...difyLike, ".env": "A='open\nCERTBOT_DOMAIN=\n" },
      says: /\.env line 1 cannot be changed safely: the quote after A is never closed/,
    },
    { what: "an empty folder", files: {}, says: /there is no compose.yaml or docker-compose.yaml in / },
  ])("$what", async ({ files, says }) => {
    const folder = await folderWith(files);
    const { output, exitCode } = await scriptsFor(folder).attach(...domain, "--yes");
    expect(output).toMatch(says);
    expect(exitCode).toBe(1);
    expect(await filesOf(folder)).toEqual(files);
  });

  test.each([
    [{ LANG: "ja_JP.UTF-8" }, "このスタックに nginx サービスがありません"],
    [{ LC_ALL: "zh_CN.UTF-8", LANG: "ja_JP.UTF-8" }, "该项目中没有 nginx 服务"],
    [{ HTTPSIDECAR_LANG: "en", LANG: "ja_JP.UTF-8" }, "this stack has no service nginx"],
  ])("in the language of the shell that it is typed in: %j", async (variables, says) => {
    const folder = await folderWith({ "compose.yaml": "services:\n  app: { image: app }\n" });
    const { output } = await scriptsFor(folder, variables).attach(...domain, "--yes");
    expect(output).toContain(says);
  });

  test("a folder that cannot be written", async () => {
    const folder = await folderWith(difyLike);
    await chmod(folder, 0o555);
    if (process.getuid?.() === 0) {
      await execa("mount", ["--bind", folder, folder]);
      onTestFinished(async () => void (await execa("umount", [folder])));
      await execa("mount", ["-o", "remount,bind,ro", folder]);
    }
    const { output, exitCode } = await scriptsFor(folder).attach(...domain, "--yes");
    expect(output).toMatch(/you may not write in .*\n {2}what to do: run this as its owner, or with sudo/);
    expect(exitCode).toBe(1);
    expect(await filesOf(folder)).toEqual(difyLike);
  });

  test("a folder that belongs to a panel", async () => {
    const folder = join(await temporaryFolder(), "portainer_data/compose/7");
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(difyLike)) await writeFile(join(folder, name), text);
    const { output, exitCode } = await scriptsFor(folder).attach(...domain, "--yes");
    expect(output).toMatch(/belongs to Portainer, which rewrites .env and the compose file/);
    expect(exitCode).toBe(1);
    expect(await filesOf(folder)).toEqual(difyLike);
  });
});

describe("docker/attach on a Dify that does not run", () => {
  test("shows what it would write and no secret, and writes nothing: --dry-run, or nobody there to say yes", async () => {
    const folder = await folderWith(difyLike);
    const { output, exitCode } = await scriptsFor(folder).attach(...domain, "--dry-run");
    expect(output).toMatch(/^ {2}\+ CERTBOT_DOMAIN=dify.example.test$/m);
    expect(output).not.toContain("s3cr3t");
    expect(exitCode).toBe(0);
    const unasked = await scriptsFor(folder).attach(...domain);
    expect(unasked.output).toMatch(/no terminal to ask on\n {2}what to do: preview it with --dry-run, then add --yes/);
    expect(unasked.exitCode).toBe(1);
    expect(await filesOf(folder)).toEqual(difyLike);
  });

  test("writes, says how it starts, and goes without a trace; a second detach finds nothing of ours", async () => {
    const folder = await folderWith(difyLike);
    await chmod(join(folder, ".env"), 0o600);
    const attached = await scriptsFor(folder).attach(...domain, "--yes");
    expect(attached.output).toContain("docker compose up -d starts it, and the sidecar with it");
    expect(attached.exitCode).toBe(4);
    expect(Object.keys(await filesOf(folder))).toEqual([
      ".env",
      "docker-compose.override.yaml",
      "docker-compose.yaml",
      "httpsidecar.env",
    ]);
    // what is for secrets, and what had been closed to others
    for (const name of ["httpsidecar.env", ".env"])
      expect({ name, mode: (await stat(join(folder, name))).mode & 0o777 }).toEqual({ name, mode: 0o600 });
    const detached = await scriptsFor(folder).detach("--yes");
    expect(detached.exitCode).toBe(0);
    expect(await filesOf(folder)).toEqual(difyLike);
    expect((await scriptsFor(folder).detach("--yes")).output).toContain("attach has put nothing into");
  });

  test.each([
    ["--domain your_domain.com --yes", "still a placeholder\n  fix: --domain"],
    ["--domain https://dify.acme.org/x --yes", "fix: --domain dify.acme.org"],
    ["--yes", "--domain"],
    ["--domain dify.acme.org --sudo", "Unknown option '--sudo'"],
  ])("refuses %s with exit code 2", async (words, says) => {
    const folder = await folderWith(difyLike);
    const { output, exitCode } = await scriptsFor(folder).attach(words);
    expect(output).toContain(says);
    expect(exitCode).toBe(2);
  });
});
