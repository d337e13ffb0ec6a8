import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { StackFacts } from "../../src/companion/parts.ts";
import { settingsFiles } from "../../src/companion/settings/files.ts";
import type { WriteEnv } from "../../src/model/settings.ts";
import { temporaryFolder } from "../support/folders.ts";

const run = promisify(execFile);
const on = { NGINX_HTTPS_ENABLED: "true", NGINX_SSL_CERT_FILENAME: "fullchain.pem" };
const folderOnHost = "/srv/dify/docker";
const override = "docker-compose.override.yaml";

const facts = (more: Partial<StackFacts> = {}): StackFacts => ({
  project: "docker",
  workingFolder: folderOnHost,
  configFiles: [`${folderOnHost}/docker-compose.yaml`],
  environmentFile: undefined,
  service: "nginx",
  otherEnvironments: [],
  ...more,
});

async function stackFolder(files: Record<string, string> = {}, writeEnv: WriteEnv = "auto") {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "docker-compose.yaml"), "services: {}\n");
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const settings = settingsFiles({ stackFolder: folder, writeEnv });
  const text = (name: string) => readFile(join(folder, name), "utf8");
  return { folder, settings, text, path: (name: string) => join(folder, name) };
}

describe("where it is written", () => {
  test("into .env where no other service takes it", async () => {
    const { settings, text, folder } = await stackFolder({ ".env": "A=1\nNGINX_HTTPS_ENABLED=false\n" });
    const plan = await settings.plan(facts({ otherEnvironments: [new Map([["PATH", ""]])] }), on);
    expect(plan).toMatchObject({ where: "env", path: join(folder, ".env"), passedOver: [] });
    expect(await text(".env")).toBe("A=1\nNGINX_HTTPS_ENABLED=false\n");
    await settings.write(plan);
    expect(await text(".env")).toBe("A=1\nNGINX_HTTPS_ENABLED=true\nNGINX_SSL_CERT_FILENAME=fullchain.pem\n");
    expect((await readdir(folder)).sort()).toEqual([".env", "docker-compose.yaml"]);
  });

  test("into our override where another container takes .env, which then stays untouched", async () => {
    const { settings, text } = await stackFolder({ ".env": "SECRET_KEY=1\nCOMPOSE_PROFILES=weaviate\n" });
    const plan = await settings.plan(facts({ otherEnvironments: [new Map([["COMPOSE_PROFILES", ""]])] }), on);
    expect(plan).toMatchObject({ where: "override", passedOver: ["1 other containers use .env as their env_file"] });
    await settings.write(plan);
    expect(await text(".env")).toBe("SECRET_KEY=1\nCOMPOSE_PROFILES=weaviate\n");
    expect(await text(override)).toContain('      NGINX_HTTPS_ENABLED: "true"\n');
    expect(await settings.read(facts())).toEqual(on);
  });

  test("goes on in our override once that has the values, because it wins over .env", async () => {
    const { settings, text } = await stackFolder({ ".env": "A=1\n" });
    const taken = facts({ otherEnvironments: [new Map([["COMPOSE_PROFILES", ""]])] });
    await settings.write(await settings.plan(taken, on));
    const plan = await settings.plan(facts(), { NGINX_HTTPS_ENABLED: "false" });
    expect(plan.where).toBe("override");
    await settings.write(plan);
    expect(await settings.read(facts())).toEqual({ ...on, NGINX_HTTPS_ENABLED: "false" });
    expect(await text(".env")).toBe("A=1\n");
  });

  test("into our override where there is no .env, and into a new .env where that is not read", async () => {
    const { settings, text, path } = await stackFolder();
    expect((await settings.plan(facts(), on)).where).toBe("override");

    const named = facts({ configFiles: [`${folderOnHost}/stack.yaml`] });
    await settings.write(await settings.plan(named, on));
    expect(await text(".env")).toBe("NGINX_HTTPS_ENABLED=true\nNGINX_SSL_CERT_FILENAME=fullchain.pem\n");
    expect((await lstat(path(".env"))).mode & 0o777).toBe(0o644);
  });

  test("into a file given by --env-file inside of the stack's folder", async () => {
    const { settings, path, text } = await stackFolder();
    await mkdir(path("envs"));
    await writeFile(path("envs/live.env"), "NGINX_HTTPS_ENABLED=false\n");
    await settings.write(await settings.plan(facts({ environmentFile: `${folderOnHost}/envs/live.env` }), on));
    expect(await text("envs/live.env")).toContain("NGINX_HTTPS_ENABLED=true\n");
  });

  test("nowhere when nothing can take it, and says why of each", async () => {
    const { settings, path } = await stackFolder({ [override]: "services: {}\n" });
    await symlink("/etc/hostname", path(".env"));
    expect(await settings.plan(facts(), on)).toEqual({
      where: "nowhere",
      because: "no-file",
      passedOver: [".env is a link", `${override} is your own file and has no httpsidecar block`],
    });
  });

  test("nowhere with WRITE_ENV=never", async () => {
    const { settings, text } = await stackFolder({ ".env": "A=1\n" }, "never");
    const plan = await settings.plan(facts(), on);
    expect(plan).toEqual({ where: "nowhere", because: "never", passedOver: [] });
    await settings.write(plan);
    await settings.undo(plan);
    expect(await text(".env")).toBe("A=1\n");
  });

  test("not into an override that COMPOSE_FILE in .env keeps Compose from reading", async () => {
    const { settings } = await stackFolder({ ".env": "COMPOSE_FILE=docker-compose.yaml\n" }, "override");
    await expect(settings.plan(facts(), on)).rejects.toThrow("Compose was told which files to read");
  });

  test("not into .env with WRITE_ENV=env while our override says otherwise", async () => {
    const { folder, settings } = await stackFolder({ ".env": "A=1\n" }, "override");
    await settings.write(await settings.plan(facts(), on));
    await expect(settingsFiles({ stackFolder: folder, writeEnv: "env" }).plan(facts(), on)).rejects.toMatchObject({
      code: "settings-refused",
      message:
        "httpsidecar's override file sets NGINX_HTTPS_ENABLED, NGINX_SSL_CERT_FILENAME and takes precedence over .env",
    });
  });
});

describe("a file that cannot be replaced is named", () => {
  const refused = async (path: string, writeEnv: WriteEnv = "env") =>
    settingsFiles({ stackFolder: path, writeEnv })
      .plan(facts(), on)
      .then(
        () => "planned",
        (error) => `${error.code}: ${error.message}`,
      );

  test("a link, a folder, a pipe, a second name", async () => {
    const { folder, path } = await stackFolder({ real: "A=1\n" });
    await symlink("real", path(".env"));
    expect(await refused(folder)).toBe("settings-refused: .env is a link");
    await rm(path(".env"));
    await mkdir(path(".env"));
    expect(await refused(folder)).toBe("settings-refused: .env is not a file");
    await rm(path(".env"), { recursive: true });
    await run("mkfifo", [path(".env")]);
    expect(await refused(folder)).toBe("settings-refused: .env is not a file");
    await rm(path(".env"));
    await link(path("real"), path(".env"));
    expect(await refused(folder)).toBe("settings-refused: .env has a second name (hard link)");
    expect(await readFile(path("real"), "utf8")).toBe("A=1\n");
  });

  test("one behind a linked folder", async () => {
    const { folder, path } = await stackFolder();
    const outside = await temporaryFolder();
    await writeFile(join(outside, "live.env"), "A=1\n");
    await symlink(outside, path("envs"));
    const settings = settingsFiles({ stackFolder: folder, writeEnv: "env" });
    await expect(settings.plan(facts({ environmentFile: `${folderOnHost}/envs/live.env` }), on)).rejects.toThrow(
      "envs/live.env is behind a symlinked folder",
    );
  });

  test("one that is mounted by itself", async () => {
    const { folder, path } = await stackFolder({ ".env": "A=1\n", other: "A=2\n" });
    await run("mount", ["--bind", path("other"), path(".env")]);
    onTestFinished(() => run("umount", [path(".env")]).then(() => undefined));
    expect(await refused(folder)).toBe("settings-refused: .env is a mount of its own");
  });

  test("one in a folder that is mounted read-only", async () => {
    const { folder } = await stackFolder({ ".env": "A=1\n" });
    await run("mount", ["--bind", folder, folder]);
    onTestFinished(() => run("umount", [folder]).then(() => undefined));
    await run("mount", ["-o", "remount,ro,bind", folder]);
    expect(await refused(folder)).toBe("settings-refused: .env is in a folder that is mounted read-only");
    expect(await refused(folder, "override")).toBe(
      `settings-refused: ${override} is in a folder that is mounted read-only`,
    );
  });

  test("one on a full disk, which is as before", async () => {
    const folder = await temporaryFolder();
    await run("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder]);
    onTestFinished(() => run("umount", [folder]).then(() => undefined));
    await writeFile(join(folder, ".env"), `A=${"x".repeat(40_000)}\n`);
    expect(await refused(folder)).toBe("settings-refused: .env is on a disk that is full");
    expect(await readdir(folder)).toEqual([".env"]);
  });

  test("one over 4 MiB", async () => {
    const { folder } = await stackFolder({ ".env": `#${"x".repeat(4 * 1024 * 1024)}\n` });
    expect(await refused(folder)).toBe("settings-refused: .env is larger than 4 MiB");
  });
});

describe("writing", () => {
  test("keeps mode and owner", async () => {
    const { settings, path, text } = await stackFolder({ ".env": "NGINX_HTTPS_ENABLED=false\n" });
    await chown(path(".env"), 1000, 1001);
    await chmod(path(".env"), 0o640);
    await settings.write(await settings.plan(facts(), on));
    const { mode, uid, gid } = await lstat(path(".env"));
    expect({ mode: mode & 0o7777, uid, gid }).toEqual({ mode: 0o640, uid: 1000, gid: 1001 });
    expect(await text(".env")).toContain("NGINX_HTTPS_ENABLED=true\n");
  });

  test("a new file belongs to the folder's owner", async () => {
    const { folder, settings, path } = await stackFolder();
    await chown(folder, 1000, 1000);
    await settings.write(await settings.plan(facts(), on));
    expect(await lstat(path(override))).toMatchObject({ uid: 1000, gid: 1000 });
  });

  test("a file that says so already is not touched", async () => {
    const { settings, path } = await stackFolder({ ".env": "NGINX_HTTPS_ENABLED=true\n" });
    await utimes(path(".env"), 1, 1);
    await settings.write(await settings.plan(facts(), { NGINX_HTTPS_ENABLED: "true" }));
    expect((await lstat(path(".env"))).mtimeMs).toBe(1000);
  });

  test("what a person wrote between plan and write is kept", async () => {
    const { settings, path, text } = await stackFolder({ ".env": "NGINX_HTTPS_ENABLED=false\n" });
    const plan = await settings.plan(facts(), { NGINX_HTTPS_ENABLED: "true" });
    await writeFile(path(".env"), "NEW=1\nNGINX_HTTPS_ENABLED=false\n");
    await settings.write(plan);
    expect(await text(".env")).toBe("NEW=1\nNGINX_HTTPS_ENABLED=true\n");
  });

  test("one of our keys changed by a person between plan and write wins", async () => {
    const { settings, path, text } = await stackFolder({ ".env": "NGINX_HTTPS_ENABLED=false\n" });
    const plan = await settings.plan(facts(), { NGINX_HTTPS_ENABLED: "true" });
    await writeFile(path(".env"), "NGINX_HTTPS_ENABLED=no\n");
    await expect(settings.write(plan)).rejects.toMatchObject({ code: "settings-refused" });
    expect(await text(".env")).toBe("NGINX_HTTPS_ENABLED=no\n");
  });

  test("a link put in the file's place after the plan is not followed", async () => {
    const { settings, path, text } = await stackFolder({ ".env": "A=1\n", victim: "A=1\n" });
    const plan = await settings.plan(facts(), on);
    await rename(path(".env"), path("old"));
    await symlink("victim", path(".env"));
    await expect(settings.write(plan)).rejects.toThrow(".env is a link");
    expect(await text("victim")).toBe("A=1\n");
  });

  test("a link planted where the new file is prepared is not followed", async () => {
    const { settings, path, text } = await stackFolder({ ".env": "A=1\n", victim: "kept\n" });
    const plan = await settings.plan(facts(), on);
    await symlink("victim", path(".env.httpsidecar-new"));
    await settings.write(plan);
    expect(await text("victim")).toBe("kept\n");
    expect(await text(".env")).toContain("NGINX_HTTPS_ENABLED=true\n");
  });

  test("a file made by a person in the moment before ours is not overwritten", async () => {
    const { settings, path, text } = await stackFolder({}, "env");
    const plan = await settings.plan(facts(), on);
    await writeFile(path(".env"), "B=2\n");
    await settings.write(plan);
    expect(await text(".env")).toBe("B=2\nNGINX_HTTPS_ENABLED=true\nNGINX_SSL_CERT_FILENAME=fullchain.pem\n");
  });
});

describe("undoing", () => {
  test.each<WriteEnv>(["env", "override"])("gives back every byte (%s)", async (writeEnv) => {
    const before = "\ufeffA=1\r\nNGINX_HTTPS_ENABLED = 'false'  # c";
    const { folder, settings, text } = await stackFolder({ ".env": before }, writeEnv);
    const plan = await settings.plan(facts(), on);
    await settings.write(plan);
    await settings.undo(plan);
    expect(await text(".env")).toBe(before);
    expect((await readdir(folder)).sort()).toEqual([".env", "docker-compose.yaml"]);
    await settings.undo(plan);
    expect(await text(".env")).toBe(before);
  });

  test("before the write changes nothing, and takes away what a killed run left", async () => {
    const { folder, settings, path, text } = await stackFolder({ ".env": "A=1\n" });
    const plan = await settings.plan(facts(), on);
    await writeFile(path(".env.httpsidecar-new"), "half");
    await settings.undo(plan);
    expect(await text(".env")).toBe("A=1\n");
    expect((await readdir(folder)).sort()).toEqual([".env", "docker-compose.yaml"]);
  });

  test("keeps what a person wrote after us", async () => {
    const { settings, path, text } = await stackFolder({ ".env": "NGINX_HTTPS_ENABLED=false\n" });
    const plan = await settings.plan(facts(), on);
    await settings.write(plan);
    await writeFile(path(".env"), `${await text(".env")}LATER=1\n`);
    await settings.undo(plan);
    expect(await text(".env")).toBe("NGINX_HTTPS_ENABLED=false\nLATER=1\n");
  });

  test("removes a file that we had made", async () => {
    const { folder, settings } = await stackFolder({}, "env");
    const plan = await settings.plan(facts(), on);
    await settings.write(plan);
    await settings.undo(plan);
    expect(await readdir(folder)).toEqual(["docker-compose.yaml"]);
  });
});

test("a file that cannot be understood says nothing when it is read", async () => {
  const { settings } = await stackFolder({ ".env": 'NGINX_HTTPS_ENABLED=true\nB="\n' });
  expect(await settings.read(facts())).toEqual({});
});

test("killed at any moment of a write, the file is all old or all new", async () => {
  const { folder, settings, path, text } = await stackFolder();
  const old = `A=${"x".repeat(500_000)}\nNGINX_HTTPS_ENABLED=false\n`;
  const fresh = `A=${"x".repeat(500_000)}\nNGINX_HTTPS_ENABLED=true\n`;
  await writeFile(path(".env"), old);
  for (let round = 0; round < 10; round++) {
    const switching = spawn(process.execPath, ["--input-type=module", "-e", toAndFro, settingsModule, folder]);
    await once(switching.stdout, "data");
    await wait(round * 7);
    switching.kill("SIGKILL");
    await once(switching, "close");
    expect([old, fresh].indexOf(await text(".env"))).toBeGreaterThanOrEqual(0);
  }
  await settings.write(await settings.plan(facts(), { NGINX_HTTPS_ENABLED: "true" }));
  expect((await readdir(folder)).sort()).toEqual([".env", "docker-compose.yaml"]);
});

const settingsModule = fileURLToPath(new URL("../../src/companion/settings/files.ts", import.meta.url));
// A program of its own, so that it can be killed.
const toAndFro = `
  const [, module, stackFolder] = process.argv;
  const { settingsFiles } = await import(module);
  const settings = settingsFiles({ stackFolder, writeEnv: "env" });
  const stack = { workingFolder: "/s", configFiles: ["/s/compose.yaml"], service: "nginx", otherEnvironments: [] };
  console.log("ready");
  for (let value = true; ; value = !value) {
    await settings.write(await settings.plan(stack, { NGINX_HTTPS_ENABLED: String(value) }));
  }`;
