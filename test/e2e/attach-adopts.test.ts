import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { realCertbot, shortLived } from "../support/certbot-lineage.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const override = "docker-compose.override.yaml";
const persons = `# ours, since March
services:
  nginx:
    environment:
      NGINX_KEEPALIVE_TIMEOUT: "60"   # the balancer gives up after 55
    # looked for by the monitoring
    labels: { monitored: "yes" }
`;

/** HTTPS as Dify's documentation brings it: certbot by hand, then nginx made anew. */
async function servingWithCertbot(stack: Stack): Promise<void> {
  await shortLived(stack.folder, 150);
  await writeFile(join(stack.folder, override), persons);
  await stack.bringUp();
  const flags = `--noninteractive --agree-tos --register-unsafely-without-email --server ${pebbleDirectory}`;
  await stack.exec(
    "real-certbot",
    "certbot",
    "certonly",
    ...flags.split(" "),
    "--webroot",
    "-w",
    "/var/www/html",
    "-d",
    stack.domain,
  );
  await stack.setEnv({
    NGINX_HTTPS_ENABLED: "true",
    NGINX_SSL_CERT_FILENAME: "fullchain.pem",
    NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem",
  });
  await stack.types("docker compose up -d --no-deps nginx");
  await stack.waitForHttps();
}

const domain = "dify.example.test";
const test = withStack({
  kind: "dify",
  domain,
  env: {
    CERTBOT_DOMAIN: domain,
    CERTBOT_OPTIONS: `--server ${pebbleDirectory}`,
    NGINX_ENABLE_CERTBOT_CHALLENGE: "true",
  },
  services: { "real-certbot": realCertbot },
  prepare: servingWithCertbot,
});

describe("docker/attach on a Dify whose certificate came from certbot", () => {
  test("serves and schedules it first, without an order; the override's comments stay", async ({ stack }) => {
    const before = await filesOf(stack.folder);
    const running = await stack.containers();
    const [{ serial }, orders] = [await stack.served(), await stack.authority.orders()];
    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes");
    console.log(output);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining("next renewal") });
    expect(await stack.served()).toMatchObject({ serial });
    expect(await stack.authority.orders()).toBe(orders);
    expect(await stack.containers()).toMatchObject(running);
    expect((await stack.read(override)).split("\n")).toEqual(expect.arrayContaining(persons.trimEnd().split("\n")));
    expect(await stack.read(".env")).toBe(before[".env"]);
  });

  test("renews it when it is due", async ({ stack }) => {
    const { serial } = await stack.served();
    const renewed = await eventually(async () => {
      const now = await stack.served();
      if (now.serial === serial) throw new Error("still the old one");
      return now;
    }, 500);
    expect(renewed.names).toEqual([domain]);
  });
});
