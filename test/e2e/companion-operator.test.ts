import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { startCompanion, waitForHttp, withCompanion } from "../support/companion-fixture.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";

const test = withCompanion({ kind: "official" });

const served = (stack: Stack, root: string) =>
  servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] });

describe("what the operator's hand does to HTTPS", () => {
  test("a value that the shell overrules is said once, and HTTPS is switched on all the same", async ({
    stack,
    fixture,
    root,
  }) => {
    await fixture.ask("enable-https");
    await stack.types("NGINX_HTTPS_ENABLED=false docker compose up -d nginx");
    await eventually(() => served(stack, root));
    await fixture.ask("look");
    expect(fixture.lines.filter((line) => line.includes("nginx was created with another value"))).toHaveLength(1);
  });

  test("docker compose up -d makes nginx anew with HTTPS, with nothing left to do", async ({
    stack,
    fixture,
    root,
  }) => {
    await stack.types("docker compose up -d nginx");
    await eventually(() => served(stack, root));
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true, off: false });
  });

  test("NGINX_HTTPS_ENABLED=false and up -d: it stays off, and that is said once", async ({ stack, fixture, root }) => {
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "false" });
    await stack.types("docker compose up -d nginx");
    await waitForHttp(stack);

    await eventually(async () => expect((await fixture.ask("look")).off).toBe(true));
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: false, off: true });
    await expect(served(stack, root)).rejects.toThrow();
    expect(fixture.lines.filter((line) => line.includes("was set to false by hand"))).toHaveLength(1);
    expect(await stack.read(".env")).toContain("NGINX_HTTPS_ENABLED=false");
  });

  test("NGINX_HTTPS_ENABLED=true and up -d after that: it is on again", async ({ stack, fixture, root }) => {
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "true" });
    await stack.types("docker compose up -d nginx");
    await eventually(() => served(stack, root));
    await eventually(async () => expect((await fixture.ask("look")).off).toBe(false));
  });

  test("a value taken back in the file is obeyed also where Compose recreates nothing", async ({
    stack,
    fixture,
    root,
  }) => {
    await fixture.ask("disable-https");
    await stack.types("docker compose up -d nginx");
    await waitForHttp(stack);
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
    await fixture.stop();
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "false" });

    const next = await startCompanion(stack, { settings: fixture.settings });
    await eventually(() => expect(served(stack, root)).rejects.toThrow());
    await eventually(async () => expect(await next.ask("look")).toMatchObject({ https: false, off: true }));
    await next.stop();
  });
});

describe("a DOCKER_SOCKET that is no socket", () => {
  test("is named in every answer, and nothing else happens", async ({ stack, fixture }) => {
    const file = join(fixture.settings.stateFolder, "not-a-socket");
    await writeFile(file, "");
    const blind = await startCompanion(stack, { settings: { dockerSocket: file } });
    const answer = await blind.ask("enable-https");
    expect(answer).toMatchObject({ code: "docker-failed", nginx: false });
    expect(answer.output.split("\n")).toEqual([
      `${file} is not a socket`,
      expect.stringMatching(/^fix: .*set DOCKER_SOCKET/),
    ]);
    expect(blind.lines.join("\n")).toContain("set DOCKER_SOCKET to the host path");
    await blind.stop();
  });
});
