import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOverrideText } from "../../src/companion/settings/override-text.ts";
import { Problem } from "../../src/model/problem.ts";
import { changeEnvText, readEnvText } from "../../src/stack-files/env-text.ts";
import { wildEnvFile } from "../support/env-files.ts";
import { pathWithShortcut } from "../support/operator.ts";
import { repeat, soak } from "../support/soak.ts";

const run = promisify(execFile);
const on = { NGINX_HTTPS_ENABLED: "true", NGINX_SSL_CERT_FILENAME: "fullchain.pem" };
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "httpsidecar-compose-"));
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function compose(...words: string[]): Promise<string> {
  const env = { PATH: pathWithShortcut(), HOME: folder, COMPOSE_PROJECT_NAME: "settings" };
  return (await run("docker", ["compose", "--project-directory", folder, ...words], { env, cwd: folder })).stdout;
}

/** What Compose takes from these bytes, line by line; undefined when it refuses them. */
async function asComposeReads(name: string, bytes: Buffer): Promise<string[] | undefined> {
  await writeFile(join(folder, name), bytes);
  try {
    const text = await compose("--env-file", name, "config", "--environment");
    return text.split("\n").filter((line) => !line.startsWith("DOCKER_CLI_PLUGIN_"));
  } catch {
    return undefined;
  }
}

/** The change, or undefined when it was refused. */
function changed(bytes: Buffer): Buffer | undefined {
  try {
    return changeEnvText(bytes, on, ".env");
  } catch (error) {
    if (error instanceof Problem && error.code === "settings-refused") return undefined;
    throw error;
  }
}

/** The lines of before, with our keys as written. */
function expected(before: readonly string[], bytes: Buffer): string[] {
  const old = readEnvText(bytes, ".env");
  const lines = [...before];
  for (const [key, value] of Object.entries(on)) {
    const at = lines.indexOf(`${key}=${old.get(key)}`);
    if (old.has(key)) expect(at).toBeGreaterThanOrEqual(0);
    lines.splice(at < 0 ? lines.length : at, at < 0 ? 0 : 1, `${key}=${value}`);
  }
  return lines.sort();
}

test("Compose reads our keys as written and every other key as before, whatever the file looks like", {
  timeout: 300_000 * repeat,
}, async () => {
  const tally = { changed: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(wildEnvFile, async (bytes) => {
      const after = changed(bytes);
      if (!after) return void tally.refused++;
      const [before, now] = await Promise.all([
        asComposeReads("before.env", bytes),
        asComposeReads("after.env", after),
      ]);
      // A file that Compose refuses for a value of another key is none the worse.
      expect(now?.sort()).toEqual(before && expected(before, bytes));
      if (before) tally.changed++;
    }),
    { numRuns: (soak ? 100 : 40) * repeat },
  );
  expect(tally.changed).toBeGreaterThan(tally.refused);
});

test("Compose takes our override by itself, and it wins over the compose file and .env", async () => {
  const nginx = 'image: x, environment: ["NGINX_HTTPS_ENABLED=${NGINX_HTTPS_ENABLED:-false}", "OTHER=1"]';
  await writeFile(join(folder, "compose.yaml"), `services: { nginx: { ${nginx} }, web: { image: x } }\n`);
  await writeFile(join(folder, ".env"), "NGINX_HTTPS_ENABLED=false\n");
  await writeFile(
    join(folder, "compose.override.yaml"),
    changeOverrideText(undefined, "nginx", { NGINX_HTTPS_ENABLED: "true" }, "compose.override.yaml"),
  );
  const { services } = JSON.parse(await compose("config", "--format", "json"));
  expect(services.nginx.environment).toEqual({ NGINX_HTTPS_ENABLED: "true", OTHER: "1" });
  expect(services.web.environment).toBeUndefined();
});
