import { describe, expect } from "vitest";
import {
  bringNginxUp,
  putCertificate,
  removeState,
  settingsFilesOf,
  startCompanion,
  waitForHttp,
  withCompanion,
} from "../support/companion-fixture.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withCompanion({ kind: "dify" });
const inShell = withStack({ kind: "dify" });

const override = "docker-compose.override.yaml";

const served = (stack: Stack, root: string) =>
  servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] });

describe("an env file beneath the override that holds our values", () => {
  test("that said false before we wrote, as Dify ships it, does not switch off", async ({ stack, fixture, root }) => {
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done" });
    expect(await stack.read(".env")).toMatch(/^NGINX_HTTPS_ENABLED=false$/m);
    expect(await fixture.ask("look")).toMatchObject({ https: true, off: false });
    await served(stack, root);
  });

  test("that a person brings to true and then to false switches off, said once, and up -d agrees", async ({
    stack,
    fixture,
    root,
  }) => {
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "true" });
    expect(await fixture.ask("look")).toMatchObject({ https: true, off: false });
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "false" });
    expect((await fixture.ask("look")).off).toBe(true);
    expect(await stack.read(override)).toContain('NGINX_HTTPS_ENABLED: "false"');

    await stack.types("docker compose up -d nginx");
    await waitForHttp(stack);
    expect(await fixture.ask("look")).toMatchObject({ https: false, off: true });
    await expect(served(stack, root)).rejects.toThrow();
    expect(fixture.lines.filter((line) => line.includes("was set to false by hand"))).toHaveLength(1);
  });

  test("that a person brings to true again switches on, by itself and said once, and up -d agrees", async ({
    stack,
    fixture,
    root,
  }) => {
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "true" });
    expect((await fixture.ask("look")).off).toBe(false);
    expect(await stack.read(override)).toContain('NGINX_HTTPS_ENABLED: "true"');

    await stack.types("docker compose up -d nginx");
    await eventually(() => served(stack, root));
    expect(fixture.lines.filter((line) => line.includes("was set to true by hand"))).toHaveLength(1);
    expect(await fixture.ask("disable-https")).toMatchObject({ off: true });
  });

  test("is of no weight after enable-https, until it changes again", async ({ stack, fixture, root }) => {
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
    expect(await fixture.ask("look")).toMatchObject({ https: true, off: false });
    await served(stack, root);
  });
});

describe("a CERTBOT_DOMAIN that was given in the shell alone", () => {
  inShell(
    "is written nowhere, since the next nginx would not start; the switch is repeated after each start",
    async ({ stack }) => {
      await bringNginxUp(stack, "dify");
      const root = await putCertificate(stack);
      const files = await settingsFilesOf(stack);
      const fixture = await startCompanion(stack);
      expect(await fixture.ask("enable-https")).toMatchObject({
        code: "done",
        https: true,
        notes: ["domain-not-kept"],
      });
      expect(await settingsFilesOf(stack)).toEqual(files);
      expect(fixture.lines.join("\n")).toContain("until CERTBOT_DOMAIN is set in .env");

      await stack.types("docker compose up -d --force-recreate --no-deps nginx");
      await eventually(() => served(stack, root));

      await stack.setEnv({ CERTBOT_DOMAIN: stack.domain });
      expect(await fixture.ask("enable-https")).toMatchObject({ code: "unchanged", https: true });
      expect(await stack.read(override)).toContain('NGINX_HTTPS_ENABLED: "true"');
      await fixture.stop();
      await removeState(fixture);
    },
  );
});
