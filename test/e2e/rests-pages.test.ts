import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { programsOf } from "../support/at-rest.ts";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({
  kind: "official",
  prepare: async (stack) => {
    await appendFile(join(stack.folder, "httpsidecar.env"), "METRICS_PORT=9102\n");
    await goSecure(stack);
  },
});

const page = async (stack: Stack, path: string) =>
  (await stack.types(`docker compose exec -T nginx curl --silent --show-error --fail http://certbot:9102${path}`))
    .output;

test("METRICS_PORT is answered while certbot's service rests, by what is no Node, and as the disk is now", async ({
  stack,
}) => {
  await untilResting(stack);
  const before = await page(stack, "/metrics");
  expect(before).toContain("httpsidecar_certificate_not_after_timestamp_seconds{");
  expect(await page(stack, "/healthz")).toMatch(/kept|live|renewed/);
  expect(JSON.parse(await page(stack, "/status.json"))).toMatchObject({ schema: expect.any(Number) });

  await stack.types("docker compose exec -T certbot update-cert --force-renewal");
  const after = await page(stack, "/metrics");
  const end = /^httpsidecar_certificate_not_after_timestamp_seconds.*$/m;
  expect(end.exec(after)?.[0]).not.toBe(end.exec(before)?.[0]);
  // it was answered by who rests, and so was what came before
  await untilResting(stack);
});

test("it ends with the service at once, and is there again after a start", async ({ stack }) => {
  const { took } = await stack.types("docker compose stop certbot");
  expect(took).toBeLessThan(5000);
  await stack.types("docker compose start certbot");
  await eventually(async () => expect(await page(stack, "/healthz")).toMatch(/kept|live|renewed/), 500);
  await untilResting(stack);
  expect(await page(stack, "/metrics")).toContain("httpsidecar_build_info");
});

async function untilResting(stack: Stack): Promise<void> {
  await eventually(async () => {
    expect(await isResting(stack)).toBe(true);
    expect(await programsOf(stack, "certbot")).toEqual(["httpsidecar pages", "httpsidecar serve"]);
  }, 500);
}

/** The note of a rest names the port. */
async function isResting(stack: Stack): Promise<boolean> {
  const { output } = await stack.types("docker compose exec -T certbot cat /run/httpsidecar-rest");
  return output.includes("pages 9102");
}
