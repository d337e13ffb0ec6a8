import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { judgementOf, judgements } from "../support/address-bar.ts";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { openBrowser } from "../support/browser.ts";
import { temporaryFolder } from "../support/folders.ts";
import { arrivalsOf, microphone } from "../support/in-the-page.ts";
import { newProjectName, projectFolder, removeProject } from "../support/leftovers.ts";
import { operator } from "../support/operator.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { describeReport, startProbes } from "../support/probes.ts";
import { repository } from "../support/repository.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({
  kind: "dify",
  whole: true,
  env: {
    CERTBOT_OPTIONS: `--server ${pebbleDirectory}`,
    CERTBOT_DOMAIN: "your_domain.com",
    FILES_URL: "http://dify.example.test",
  },
  prepare: (stack) => stack.bringUp(),
}).extend("before", { scope: "file" }, ({ stack }) => filesOf(stack.folder));

describe("docker/attach on a Dify that serves", () => {
  test("brings HTTPS: no request is lost, the stream is whole, and no running container is made anew", async ({
    stack,
    before,
  }) => {
    expect(Object.keys(before)).not.toContain("docker-compose.override.yaml");
    const { page } = await openBrowser(await stack.view());
    expect(await judgementOf(page, `http://${stack.domain}:${stack.httpPort}/`)).toBe(judgements[0]);
    const running = await stack.containers();
    const probes = await startProbes({ port: stack.httpPort, domain: stack.domain, streamSeconds: "open" });

    const { exitCode, output, took } = await scriptsFor(stack.folder).attach(
      "--domain",
      stack.domain,
      "--email",
      "ops+tls@example.test",
      "--yes",
    );
    expect(output).toContain(`https://${stack.domain} is live`);
    expect(exitCode).toBe(0);
    const { names } = await stack.waitForHttps();
    const report = await probes.stop();

    console.log(`attach took ${Math.round(took)} ms; ${describeReport(report)}\n${output}`);
    expect(names).toEqual([stack.domain]);
    expect(report.newConnection.sent).toBeGreaterThan(100);
    expect(report.newConnection.lost).toBe(0);
    expect(report.stream).toMatchObject({ whole: true });
    expect(await stack.containers()).toMatchObject(running);
  });

  test("gives browsers a secure context: microphone and a stream that is not held back", async ({ stack }) => {
    const { page, complaints } = await openBrowser(await stack.view());
    await page.goto(`https://${stack.domain}:${stack.httpsPort}/`);
    expect(await page.innerText("body")).toContain("over https");
    expect(await page.evaluate("isSecureContext")).toBe(true);
    expect(await page.evaluate(microphone)).toEqual(["audio"]);
    expect((await page.evaluate(arrivalsOf, 6)).at(-1)).toBeGreaterThan(700);
    expect(complaints).toEqual([]);
    await page.screenshot({ path: repository(".cache/screenshots/dify.png") });
    expect(await judgementOf(page, `https://${stack.domain}:${stack.httpsPort}/`)).toBe(judgements[1]);
  });

  test("says what the next start makes anew, and which addresses would be mixed content", async ({ stack }) => {
    const { output } = await scriptsFor(stack.folder).attach("--domain", stack.domain, "--yes");
    expect(output).toContain(
      "recreates these, because their settings changed: api, nginx, plugin_daemon, sandbox, web, worker",
    );
    expect(output).toContain(`\n  FILES_URL=https://${stack.domain}:${stack.httpsPort}\n`);
    expect(output).toContain(
      "then recreate what reads them (api, plugin_daemon, sandbox, web, worker): docker compose up -d",
    );
  });

  test("changes nothing the second time, also when a link leads to the folder", async ({ stack }) => {
    const link = join(await temporaryFolder(), "dify");
    await symlink(stack.folder, link);
    const [files, containers] = [await filesOf(stack.folder), await stack.containers()];
    const { output, exitCode } = await scriptsFor(link).attach("--domain", stack.domain, "--yes");
    expect({ output, exitCode }).toMatchObject({ output: expect.stringContaining("nothing to change"), exitCode: 0 });
    expect(output).toContain("nginx publishes ");
    expect(await filesOf(stack.folder)).toEqual(files);
    expect(await stack.containers()).toEqual(containers);
  });

  test.for([
    { way: "down and up -d", line: "docker compose down --timeout 1 && docker compose up -d" },
    { way: "a pull and up -d", line: "docker compose pull --quiet --policy missing && docker compose up -d" },
  ])("is there again after a plain $way", async ({ line }, { stack }) => {
    const { serial } = await stack.served();
    await stack.types(line);
    expect(await stack.waitForHttps()).toMatchObject({ serial });
    await stack.waitForLog("certbot", "next renewal");
    expect(Object.keys(await stack.containers())).toEqual(expect.arrayContaining(["certbot", "certbot-companion"]));
  });

  test("gives way to the emergency line of the README, and comes back with the next up -d", async ({ stack }) => {
    await stack.typesFromReadme(
      "docker compose stop certbot-companion; NGINX_HTTPS_ENABLED=false docker compose -f docker-compose.yaml up -d --no-deps --force-recreate nginx",
    );
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200));
    await expect(stack.served()).rejects.toThrow();
    const { output } = await stack.types("docker compose exec -T certbot httpsidecar status");
    expect(output).toContain("nginx does not serve the certificate of");
    expect(output).not.toContain("is live");
    await stack.types("docker compose up -d");
    await stack.waitForHttps();
  });

  test("moves with its folder and volumes, and goes from there without a trace", async ({ stack, before }) => {
    const { serial } = await stack.served();
    await stack.types("docker compose down --timeout 1");
    const project = newProjectName();
    const folder = projectFolder(project);
    onTestFinished(() => removeProject(project));
    await cp(stack.folder, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    const there = operator(folder);
    await there.types("docker compose up -d");
    expect(await stack.waitForHttps()).toMatchObject({ serial });
    await eventually(async () => {
      expect((await there.types("docker compose logs certbot")).output).toContain("next renewal");
    });

    const { output, exitCode } = await scriptsFor(folder).detach("--yes");
    console.log(output);
    expect(exitCode).toBe(0);
    expect(output).toContain("up -d`, it serves plain HTTP");
    expect(output).toContain("nginx stays as it is; after its next start it serves HTTPS");
    expect(output).toContain(
      "recreates these, because their settings changed: api, nginx, plugin_daemon, sandbox, web, worker",
    );
    expect(await filesOf(folder)).toEqual(before);
    expect((await there.types("docker compose ps --all --services")).output).not.toContain("certbot");
    expect(await stack.served()).toMatchObject({ serial });
  });
});
