import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const stop = "docker compose stop certbot certbot-companion";
const ours = ["certbot", "certbot-companion"];

// Pebble waits a random time before it validates, up to ten minutes here: a start stays in the middle of its order.
const test = withStack({
  kind: "official",
  authority: { PEBBLE_VA_NOSLEEP: "${VALIDATES_AT_ONCE:-}", PEBBLE_VA_SLEEPTIME: "600" },
  async prepare(stack) {
    await stack.bringUp();
    await stack.setEnv(certbotSettings(stack));
  },
});

describe("docker compose stop certbot certbot-companion", () => {
  test.for([0, 150, 300, 500, 800, 1200])("takes under 2 s, %i ms after the start", async (ms, { stack }) => {
    await stack.types(`${start} --force-recreate`);
    await sleep(ms);

    const { took } = await stack.types(stop);

    expect(took).toBeLessThan(2000);
    for (const service of ours)
      if ((await stack.logs(service)) !== "") expect(await exitCodeOf(stack, service)).toBe(0);
  });

  test("takes under 2 s in the middle of an order, with exit code 0", async ({ stack }) => {
    const before = await stack.authority.orders();
    await stack.types(start);
    await stack.waitForLog("pebble", new RegExp(`(Added order[^]*){${before + 1}}`));

    const { took } = await stack.types(stop);

    expect(took).toBeLessThan(2000);
    expect(await Promise.all(ours.map((service) => exitCodeOf(stack, service)))).toEqual([0, 0]);
    expect(await stack.logs("certbot")).not.toContain("certificate saved");
    expect(await stack.authority.orders()).toBe(before + 1);
  });

  test("leaves nothing behind: in the middle of the switch too, the next start ends in HTTPS with one order", async ({
    stack,
  }) => {
    await stack.setEnv({ VALIDATES_AT_ONCE: "1" });
    await stack.authority.start();
    await stack.types(start);
    await stack.waitForLog("certbot", "certificate saved");

    const { took } = await stack.types(stop);
    expect(took).toBeLessThan(2000);
    expect(await Promise.all(ours.map((service) => exitCodeOf(stack, service)))).toEqual([0, 0]);

    await stack.types(start);
    await stack.waitForHttps(60_000);
    expect(await stack.authority.orders()).toBe(1);
  });
});

async function exitCodeOf(stack: Stack, service: string): Promise<number> {
  const { output } = await stack.types(
    `docker inspect --format '{{.State.ExitCode}}' ${await stack.container(service)}`,
  );
  return Number(output);
}
