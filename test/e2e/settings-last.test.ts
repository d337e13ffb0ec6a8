import { chmod, chown, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";

const official = withStack({ kind: "official", domain });

/** The challenge stays reachable for as long as HTTPS is on, so that renewals go on. */
const addedToEnv = {
  NGINX_SSL_CERT_FILENAME: "fullchain.pem",
  NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem",
  NGINX_ENABLE_CERTBOT_CHALLENGE: "true",
};

describe("in the .env of a stack whose other services have nothing to do with it", () => {
  official("only the intended keys change, every other byte stays, mode and owner too", async ({ stack }) => {
    const file = join(stack.folder, ".env");
    await stack.setEnv({ ...certbotSettings(stack), NOTE: '"two\nlines with NGINX_HTTPS_ENABLED=false in them"' });
    await chmod(file, 0o640);
    await chown(file, 1234, 2345);
    const before = await stack.read(".env");
    const variables = await variablesOf(stack);

    await stack.bringUp();
    await stack.types(start);
    await stack.waitForHttps();
    await stack.waitForLog("certbot", "next renewal");

    const switched = before.replace(/^NGINX_HTTPS_ENABLED=false$/m, "NGINX_HTTPS_ENABLED=true");
    const added = Object.entries(addedToEnv).map(([name, value]) => `${name}=${value}\n`);
    expect(await stack.read(".env")).toBe(switched + added.join(""));
    expect(await stat(file)).toMatchObject({ mode: 0o100640, uid: 1234, gid: 2345 });
    expect(await variablesOf(stack)).toEqual({
      ...variables,
      NGINX_HTTPS_ENABLED: "true",
      ...addedToEnv,
    });
  });

  official("the next plain up makes nginx anew, nothing else, and it serves HTTPS from its first moment", ({ stack }) =>
    nginxAloneIsMadeAnew(stack),
  );
});

// The operator's own change of .env makes every service that takes it as env_file anew; here it was made before the start.
const dify = withStack({ kind: "dify", domain, whole: true, env: certbotSettings({ domain }) });

describe("on a stack whose other services take .env as their env_file", () => {
  dify(".env stays as it is, and the override changes inside its marks only", async ({ stack }) => {
    await stack.bringUp();
    await stack.install();
    const settings = await stack.read(".env");
    const override = await stack.read("docker-compose.override.yaml");

    await stack.types(start);
    await stack.waitForHttps();
    await stack.waitForLog("certbot", "next renewal");

    expect(await stack.read(".env")).toBe(settings);
    const [marked, lines] = takeMarked(await stack.read("docker-compose.override.yaml"));
    expect(marked).toBe(override);
    expect(lines).toEqual([
      'NGINX_HTTPS_ENABLED: "true"',
      'NGINX_SSL_CERT_FILENAME: "fullchain.pem"',
      'NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem"',
      'NGINX_ENABLE_CERTBOT_CHALLENGE: "true"',
    ]);
  });

  dify("the next plain up makes nothing anew but nginx, which serves HTTPS from its first moment", ({ stack }) =>
    nginxAloneIsMadeAnew(stack),
  );
});

/** What Compose itself reads out of .env; its own variables are other ones each time. */
async function variablesOf(stack: Stack): Promise<Record<string, string>> {
  const lines = (await stack.compose("config", "--environment")).split(/\n(?=[A-Z_]+=)/);
  const pairs = lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  return Object.fromEntries(pairs.filter(([key = ""]) => !key.startsWith("DOCKER_")));
}

/** By one plain up, not by another, and without the companion, which mends an nginx that starts with HTTP. */
async function nginxAloneIsMadeAnew(stack: Stack): Promise<void> {
  expect(await madeAnewBy(stack, "docker compose up -d")).toEqual(["nginx"]);
  await stack.waitForHttps();
  expect(await madeAnewBy(stack, "docker compose up -d")).toEqual([]);
  expect(await stack.logs("certbot-companion")).not.toContain("nginx was not as it should be");
}

/** Services whose container is another one after this line. */
async function madeAnewBy(stack: Stack, line: string): Promise<string[]> {
  const before = await stack.containers();
  await stack.types(line);
  const after = await stack.containers();
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  return Object.keys(after).filter((service) => after[service] !== before[service]);
}

/** The text without the lines between the marks, and those lines. */
function takeMarked(text: string): [string, string[]] {
  const [head = "", inside = "", tail = ""] = text.split(/(?<=# httpsidecar: begin\n)|(?=^ *# httpsidecar: end\n)/m);
  return [
    head + tail,
    inside
      .trimEnd()
      .split("\n")
      .map((line) => line.trim()),
  ];
}
