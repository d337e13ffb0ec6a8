import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { certbotSettings, goSecure, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { within } from "../support/wire.ts";
import { withFreshStack, withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";

describe.each([
  {
    kind: "official",
    test: withStack({ kind: "official", domain, env: { COMPOSE_PROFILES: "certbot" }, prepare: goSecure }),
  },
  { kind: "Dify's", test: withStack({ kind: "dify", domain, prepare: goSecure }) },
])("a stack of $kind kind that was brought to HTTPS", ({ test }) => {
  test("has it back within 5 s of docker restart, by itself", async ({ stack }) => {
    await stack.types(`docker restart ${await stack.container("nginx")}`);

    const began = performance.now();
    await stack.waitForHttps(20_000);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test("has it back within 5 s of docker kill and docker start", async ({ stack }) => {
    const nginx = await stack.container("nginx");
    await stack.types(`docker kill ${nginx}`);
    await stack.types(`docker start ${nginx}`);

    const began = performance.now();
    await stack.waitForHttps(20_000);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test("keeps it through a plain up", async ({ stack }) => {
    await stack.types("docker compose up -d");

    await stack.waitForHttps(5000);
  });

  test("keeps it, and every service, through down and up", async ({ stack }) => {
    const services = Object.keys(await stack.containers()).sort();
    const { serial } = await stack.served();
    await stack.authority.roots();

    await stack.types("docker compose down");
    await stack.types("docker compose up -d");

    expect(await stack.waitForHttps(10_000)).toMatchObject({ serial });
    expect(Object.keys(await stack.containers()).sort()).toEqual(services);
    expect(await running(stack)).toEqual(services);
  });
});

describe("an operator who switches HTTPS off", () => {
  const official = withFreshStack({
    kind: "official",
    domain,
    env: { COMPOSE_PROFILES: "certbot" },
    prepare: goSecure,
  });

  official("in .env is obeyed, and told so once", async ({ stack }) => {
    await stack.setEnv({ NGINX_HTTPS_ENABLED: "false" });
    await stack.types("docker compose up -d");

    const log = await stack.waitForLog("certbot-companion", "was set to false by hand");
    await stack.types("docker compose restart nginx certbot certbot-companion");
    await stack.waitForLog("certbot", /kept|off/);
    await staysOff(stack);
    expect(await stack.read(".env")).toMatch(/^NGINX_HTTPS_ENABLED=false$/m);
    expect(timesSaid(log, "was set to false by hand")).toBe(1);
    expect(timesSaid(await stack.logs("certbot-companion"), "was set to false by hand")).toBe(1);
  });

  official("with disable-https keeps it off through restart and up, until enable-https", async ({ stack }) => {
    await stack.typesFromReadme("docker compose exec certbot httpsidecar disable-https");
    await stack.types("docker compose restart nginx");
    await staysOff(stack);
    await stack.types("docker compose up -d");
    await staysOff(stack);
    const { output } = await stack.types("docker compose exec certbot update-cert --force-renewal");
    expect(output).toContain("HTTPS is off because you switched it off");
    await staysOff(stack);

    await stack.typesFromReadme("docker compose exec certbot httpsidecar enable-https");
    await stack.waitForHttps(5000);
  });
});

describe("with new templates on disk and an old nginx container", () => {
  const dify = withFreshStack({ kind: "dify", domain, prepare: goSecure });

  dify("a renewal still works, and nothing of the new templates is rendered", async ({ stack }) => {
    const path = join(stack.folder, "nginx/conf.d/default.conf.template");
    await writeFile(path, `${await readFile(path, "utf8")}\n# \${A_VARIABLE_OF_TOMORROW}\n`);
    const { serial } = await stack.served();

    await stack.types("docker compose exec certbot update-cert --force-renewal");

    expect((await stack.served()).serial).not.toBe(serial);
    expect(await stack.read("nginx/conf.d/default.conf")).not.toContain("OF_TOMORROW");
  });
});

describe("a certbot container that is restarted 20 times", () => {
  const official = withFreshStack({ kind: "official", domain, prepare: goSecure });

  official("makes no further order, with --force-renewal in CERTBOT_OPTIONS either", async ({ stack }) => {
    const orders = await stack.authority.orders();
    const { CERTBOT_OPTIONS } = certbotSettings(stack);
    await stack.setEnv({ CERTBOT_OPTIONS: `${CERTBOT_OPTIONS} --force-renewal` });
    await stack.types(start);
    await stack.waitForLog("certbot", "kept, good until");

    for (let restart = 1; restart <= 20; restart += 1) {
      await stack.types("docker compose restart certbot");
      await within(10_000, async () =>
        expect(timesSaid(await stack.logs("certbot"), "kept, good until")).toBe(restart + 1),
      );
    }

    expect(await stack.logs("certbot")).toContain("CERTBOT_OPTIONS has --force-renewal: not heeded here");
    expect(await stack.authority.orders()).toBe(orders);
  });
});

function timesSaid(log: string, words: string): number {
  return log.split(words).length - 1;
}

async function running(stack: Stack): Promise<string[]> {
  const { output } = await stack.types("docker compose ps --format '{{.Service}}'");
  return output.split("\n").sort();
}

/** Nothing that is switched off comes back a little later. */
async function staysOff(stack: Stack): Promise<void> {
  await expect(stack.waitForHttps(4000)).rejects.toThrow();
}
