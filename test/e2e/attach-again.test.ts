import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { readImages } from "../support/images.ts";
import { newProjectName, removeProject } from "../support/leftovers.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { soak } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";

const minute = 60_000;
const domain = "dify.example.test";
const test = withFreshStack({
  kind: "dify",
  domain,
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  // A build and a user of its own, as people have them.
  services: { certbot: { build: { context: "./certbot" }, user: "1000" } },
});

const attach = ({ folder }: Stack) => scriptsFor(folder).attach("--domain", domain, "--yes");
const detach = ({ folder }: Stack) => scriptsFor(folder).detach("--yes");

/** What nginx serves, as the screen for programs has it. */
async function wireOnScreen(stack: Stack): Promise<{ same: boolean; off: boolean }> {
  const { output } = await stack.types("docker compose exec -T certbot httpsidecar status --json");
  return JSON.parse(output).lineage.wire;
}

async function servesPlainHttp(stack: Stack): Promise<void> {
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200));
  await expect(stack.served()).rejects.toThrow();
}

describe("docker/attach, docker/detach and docker/attach again", () => {
  test("end with HTTPS on the wire each time that they say so, with plain HTTP in between", async ({ stack }) => {
    const before = await filesOf(stack.folder);
    await stack.bringUp();
    for (const round of ["first", "second"]) {
      const { output, exitCode } = await attach(stack);
      expect({ round, exitCode, output }).toMatchObject({ exitCode: 0 });
      await stack.waitForHttps();
      expect(await wireOnScreen(stack)).toMatchObject({ same: true, off: false });
      await stack.types("docker compose up -d");
      await stack.waitForHttps();
      expect((await detach(stack)).exitCode).toBe(0);
      expect(await filesOf(stack.folder)).toEqual(before);
      await stack.types("docker compose up -d");
      await servesPlainHttp(stack);
    }
  });
});

/** The long run has more of the kind. */
function inOtherOrders(): void {
  test("go on with the nginx container that an earlier sidecar switched, on and off", async ({ stack }) => {
    await stack.bringUp();
    const { nginx } = await stack.containers();
    await attach(stack);
    await detach(stack);
    expect(await attach(stack)).toMatchObject({ exitCode: 0 });
    await stack.types("docker compose exec -T certbot httpsidecar disable-https");
    await servesPlainHttp(stack);
    expect(await attach(stack)).toMatchObject({
      exitCode: 4,
      output: expect.stringContaining("HTTPS was turned off manually"),
    });
    await detach(stack);
    expect(await attach(stack)).toMatchObject({ exitCode: 0 });
    await stack.waitForHttps();
    expect(await wireOnScreen(stack)).toMatchObject({ same: true, off: false });
    expect((await stack.containers())["nginx"]).toBe(nginx);
  });

  test("find the stack under the project name that it was started with", async ({ stack }) => {
    const project = newProjectName();
    onTestFinished(() => removeProject(project));
    await stack.types(`docker compose -p ${project} up -d`);
    await servesPlainHttp(stack);
    const { output, exitCode } = await attach(stack);
    expect({ output, exitCode }).toMatchObject({ exitCode: 0, output: expect.stringContaining(`project ${project},`) });
    expect(output).toContain("certbot's build no longer counts");
    const { output: projects } = await stack.types(
      `docker ps --filter label=com.docker.compose.project.working_dir=${stack.folder} --format '{{.Label "com.docker.compose.project"}}' | sort -u`,
    );
    expect(projects.trim()).toBe(project);
    expect((await detach(stack)).exitCode).toBe(0);
    await stack.types(`docker compose -p ${project} down --timeout 1 --volumes`);
  });

  test("need no stack that runs: detach ends, and leaves no container behind", async ({ stack }) => {
    const before = await filesOf(stack.folder);
    const script = join(stack.folder, "renew.sh");
    await appendFile(script, "docker compose run --rm certbot renew\n");
    expect(await attach(stack)).toMatchObject({ exitCode: 4, output: expect.stringContaining("renew.sh line 1") });
    await rm(script);
    expect(await detach(stack)).toMatchObject({ exitCode: 0 });
    expect(await filesOf(stack.folder)).toEqual(before);

    await stack.bringUp();
    await attach(stack);
    await stack.types("docker compose stop --timeout 1");
    const { exitCode, took } = await detach(stack);
    expect(exitCode).toBe(0);
    expect(took).toBeLessThan(minute);
    expect(await filesOf(stack.folder)).toEqual(before);
    const { output } = await stack.types(`docker ps --all --quiet --filter volume=${stack.folder}`);
    expect(output.trim()).toBe("");
    expect(Object.keys(await stack.containers()).filter((service) => service.startsWith("certbot"))).toEqual([]);
  });
}

if (soak) describe("docker/attach, docker/detach and docker/attach again, in other orders", inOtherOrders);

describe("attach from the image alone, at a terminal", () => {
  test("does what docker/attach does, up to the one command that it prints", async ({ stack }) => {
    const before = await filesOf(stack.folder);
    const run = (words: string) =>
      stack.tries(
        `docker run --rm -it -e LANG=ja_JP.UTF-8 -v /var/run/docker.sock:/var/run/docker.sock -v "$PWD:$PWD" -w "$PWD" ${readImages().httpsidecar} ${words}`,
      );
    await stack.bringUp();
    const { output, exitCode } = await run(`attach . --domain ${domain} --yes`);
    expect({ output, exitCode }).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(stack.folder, "httpsidecar.env"), "utf8")).toContain("\nHTTPSIDECAR_LANG=ja\n");
    const [, start = ""] = /サイドカーを起動：(docker compose .*)/.exec(output.replaceAll("\r", "")) ?? [];
    await stack.types(start);
    await stack.waitForHttps();
    expect((await run("detach . --yes")).exitCode).toBe(0);
    expect(await filesOf(stack.folder)).toEqual(before);
  });
});
