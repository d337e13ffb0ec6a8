import { copyFile, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { dockerEngine } from "../../src/companion/docker/engine.ts";
import { settingsFilesOf, startCompanion, waitForHttp, withCompanion } from "../support/companion-fixture.ts";
import { readImages } from "../support/images.ts";
import { repository } from "../support/repository.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, promptly, servedCertificate } from "../support/wire.ts";

const plain = withCompanion({ kind: "dify" });

// conf.d is small, /tmp is noexec as Compose makes it, and the entrypoint takes 2 s.
const narrow = withCompanion({
  kind: "official",
  services: {
    nginx: {
      tmpfs: ["/tmp", "/etc/nginx/conf.d:size=256k"],
      volumes: [`${repository("test/fixtures/slow-start.sh")}:/docker-entrypoint.d/10-slow-start.sh:ro`],
    },
  },
});

describe("a Dify-shaped nginx that cannot be switched now", () => {
  plain(
    "a broken file of the user: file and line are said, all is as before, and mended it works",
    async ({ stack, fixture }) => {
      const broken = join(stack.folder, "nginx/conf.d/user.conf");
      const before = await settled(stack);
      await writeFile(broken, "server {\n  listne 81;\n}\n");

      const answer = await fixture.ask("enable-https");
      expect(answer).toMatchObject({ code: "config-test-failed", https: false, notes: [] });
      expect(answer.output).toContain("/etc/nginx/conf.d/user.conf:2");
      await rm(broken);
      expect(await settled(stack)).toEqual(before);
      expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
      await fixture.ask("disable-https");
    },
  );

  plain("a stopped upstream: its name is said, and it works when it runs again", async ({ stack, fixture }) => {
    const before = await settled(stack);
    await stack.compose("stop", "--timeout", "1", "api");

    const answer = await fixture.ask("enable-https");
    expect(answer).toMatchObject({ code: "upstream-missing", https: false });
    expect(answer.output).toContain("nginx cannot find api");
    expect(await settled(stack)).toEqual(before);
    await stack.compose("start", "api");
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
    await fixture.ask("disable-https");
  });

  plain(
    "templates changed on disk: they are named, put back, and a renewal still works",
    async ({ stack, fixture }) => {
      const template = join(stack.folder, "nginx/conf.d/default.conf.template");
      const old = await readFile(template, "utf8");
      await writeFile(template, `# a newer release\n${old}`);
      const before = await settled(stack);

      const answer = await fixture.ask("enable-https");
      expect(answer).toMatchObject({ code: "stack-updated", https: false, notes: ["put-back"] });
      expect(answer.output).toContain("/etc/nginx/conf.d/default.conf");
      expect(await settled(stack)).toEqual(before);
      expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
      await writeFile(template, old);
    },
  );

  plain("a link planted in conf.d: it is named and not followed", async ({ stack, fixture }) => {
    const rendered = join(stack.folder, "nginx/conf.d/default.conf");
    await copyFile(rendered, `${rendered}.kept`);
    await rm(rendered);
    await copyFile(`${rendered}.kept`, join(stack.folder, "nginx/ssl/planted.conf"));
    await symlink("../../ssl/planted.conf", rendered);
    const env = await stack.read(".env");

    const answer = await fixture.ask("enable-https");
    expect(answer).toMatchObject({ code: "unknown-shape", https: false });
    expect(answer.output).toContain("/etc/nginx/conf.d/default.conf is a link to /etc/ssl/planted.conf");
    expect(await stack.read(".env")).toBe(env);
    expect(await stack.read("nginx/ssl/planted.conf")).toBe(await stack.read("nginx/conf.d/default.conf.kept"));
    await rm(rendered);
    await copyFile(`${rendered}.kept`, rendered);
    await rm(`${rendered}.kept`);
  });

  plain(
    "a key of a shared zone that changes: nginx's own reason is said, and the old one serves",
    async ({ stack, fixture }) => {
      const template = join(stack.folder, "nginx/conf.d/default.conf.template");
      const old = await readFile(template, "utf8");
      const zone = 'limit_req_zone "${NGINX_HTTPS_ENABLED}$binary_remote_addr" zone=visitors:1m rate=99r/s;\n';
      await writeFile(template, `${zone}${old}`);
      await stack.types("docker compose restart --timeout 1 nginx");
      await waitForHttp(stack);
      // A container that starts again is brought back to what it was switched to: the challenge stays on.
      await eventually(async () => expect((await settled(stack)).rendered).toContain("acme-challenge"));
      const before = await settled(stack);

      const answer = await fixture.ask("enable-https");
      expect(answer).toMatchObject({ code: "reload-refused", https: false, notes: ["put-back"] });
      expect(answer.output).toMatch(/\[emerg\].*"visitors"/);
      expect(await settled(stack)).toEqual(before);
      expect(await status(stack)).toBe(200);
      await writeFile(template, old);
      await stack.types("docker compose restart --timeout 1 nginx");
      await waitForHttp(stack);
    },
  );

  plain("a second container with its labels: none is touched", async ({ stack, fixture }) => {
    const twin = `${stack.project}-twin`;
    await runTwin(stack, twin, stack.folder);
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "several-nginx", nginx: false });
    await stack.types(`docker rm --force ${twin}`);
  });

  plain("a stack of the same name in another folder, and a one-off, are not ours", async ({ stack, fixture }) => {
    const twin = `${stack.project}-twin`;
    await runTwin(stack, twin, "/elsewhere");
    await stack.types("docker compose run --detach --no-deps --entrypoint 'sleep 60' nginx");
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", nginx: true });
    await stack.types(`docker rm --force ${twin}`);
  });

  plain(
    "a companion that comes while a service is stopped goes on when that one starts",
    async ({ stack, fixture, root }) => {
      await fixture.ask("enable-https");
      await stack.types("docker compose restart --timeout 1 nginx");
      await waitForHttp(stack);
      await fixture.stop();
      await stack.types("docker compose restart --timeout 1 nginx");
      await waitForHttp(stack);
      await stack.compose("stop", "--timeout", "1", "api");
      const next = await startCompanion(stack, { settings: fixture.settings });
      await eventually(async () => expect(next.lines.join("\n")).toContain("nginx cannot find api"));
      await expect(served(stack, root)).rejects.toThrow();

      await stack.compose("start", "api");
      await promptly(() => served(stack, root));
      await eventually(async () => expect(next.lines.join("\n")).toContain("nginx is container"));
      await next.stop();
    },
  );

  plain("clients that used up the reloads keep no nginx from HTTPS that starts", async ({ stack, fixture, root }) => {
    await fixture.stop();
    const next = await startCompanion(stack, { settings: fixture.settings, mostReloads: 2 });
    expect(await next.ask("enable-https")).toMatchObject({ https: true });
    const codes = [await next.ask("reload"), await next.ask("reload"), await next.ask("reload")].map(
      ({ code }) => code,
    );
    expect(codes.at(-1)).toBe("too-many");
    await stack.types("docker compose restart --timeout 1 nginx");
    await promptly(() => served(stack, root));
    await next.stop();
  });

  plain(
    "a companion that comes before nginx says so once, and what it finds when nginx is there",
    async ({ stack, fixture }) => {
      await fixture.stop();
      await stack.compose("stop", "--timeout", "1", "nginx");
      const next = await startCompanion(stack, { settings: fixture.settings });
      await eventually(async () => expect(next.lines.join("\n")).toContain("has no running container"));

      await stack.compose("start", "nginx");
      await eventually(async () => expect(next.lines.join("\n")).toContain("HTTPS is to be on"));
      expect(next.lines.join("\n").split("has no running container")).toHaveLength(2);
      await next.stop();
    },
  );
});

plain("a start that came just before the companion listened is heard", async ({ stack, fixture: _running }) => {
  const since = new Date();
  await stack.compose("restart", "--timeout", "1", "api");
  const engine = dockerEngine({ dockerSocket: "/var/run/docker.sock", dockerHost: undefined });
  for await (const service of engine.starts(stack.project, since, AbortSignal.timeout(5000))) {
    expect(service).toBe("api");
    return;
  }
  expect.fail("no start was told");
});

describe("an nginx with little room and a slow start", () => {
  narrow("a full folder: nothing is changed, and it works when there is room", async ({ stack, fixture }) => {
    const render = () => stack.exec("nginx", "cat", "/etc/nginx/conf.d/default.conf");
    const before = await render();
    await stack.exec("nginx", "sh", "-c", "head -c 1M /dev/zero >/etc/nginx/conf.d/fill 2>/dev/null; true");

    const answer = await fixture.ask("enable-https");
    expect(answer).toMatchObject({ code: "no-space", https: false, notes: [] });
    expect(answer.output).toContain("/etc/nginx/conf.d");
    expect(await render()).toBe(before);
    expect(await status(stack)).toBe(200);
    await stack.exec("nginx", "rm", "/etc/nginx/conf.d/fill");
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
  });

  narrow("a start of 2 s is waited for, then HTTPS is back", async ({ stack, root }) => {
    await stack.types("docker compose restart --timeout 1 nginx");
    await promptly(() => served(stack, root));
  });
});

describe("an nginx whose start cannot be run again", () => {
  const script = "/docker-entrypoint.d/99-own.sh";
  const put = (stack: Stack, text: string) =>
    stack.exec("nginx", "sh", "-c", `printf '%s\\n' '#!/bin/sh' "$1" >${script} && chmod +x ${script}`, "sh", text);

  narrow("has a loop of its own: it is named beforehand, and nothing is changed", async ({ stack, fixture }) => {
    await fixture.ask("disable-https");
    await put(stack, "(while :; do sleep 6h; nginx -s reload; done) &");
    const answer = await fixture.ask("enable-https");
    expect(answer).toMatchObject({ code: "unknown-shape", https: false, notes: [] });
    expect(answer.output).toContain(`${script} starts something in the background`);
  });

  narrow("leaves a program behind unseen: it is ended, and all is put back", async ({ stack, fixture }) => {
    await put(stack, `sh -c 'sleep 77 & :'`);
    const answer = await fixture.ask("enable-https");
    expect(answer).toMatchObject({ code: "unknown-shape", https: false, notes: ["put-back"] });
    expect(answer.output).toContain("left a program running in the background");
    const running = await stack.exec("nginx", "sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
    expect(running).not.toContain("sleep 77");
    expect(await status(stack)).toBe(200);
  });
});

/** All that a switch that came to nothing must leave as it was. */
async function settled(stack: Stack) {
  const rendered = await stack.exec(
    "nginx",
    "sh",
    "-c",
    "cd /etc/nginx && cat nginx.conf proxy.conf conf.d/default.conf",
  );
  return { rendered, settings: await settingsFilesOf(stack) };
}

const status = async (stack: Stack) => (await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status;

const served = (stack: Stack, root: string) =>
  servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] });

/** A container that carries nginx's labels. */
async function runTwin(stack: Stack, name: string, folder: string) {
  const labels = { project: stack.project, service: "nginx", oneoff: "False", "project.working_dir": folder };
  const words = Object.entries(labels).map(([label, value]) => `--label com.docker.compose.${label}=${value}`);
  await stack.types(
    `docker run --detach --init --name ${name} ${words.join(" ")} --entrypoint sleep ${readImages().nginx} 60`,
  );
}
