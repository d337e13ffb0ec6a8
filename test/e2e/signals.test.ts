import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const stop = "docker compose stop certbot certbot-companion";
const ours = ["certbot", "certbot-companion"];
/** Docker kills after 10 s; Compose itself takes its time where the machine is busy. */
const inTimeMs = 8000;

async function serving(stack: Stack): Promise<void> {
  await stack.bringUp();
  await stack.setEnv(certbotSettings(stack));
}

// Pebble waits a random time before it validates, up to ten minutes here: a start stays in the middle of its order.
const slow = withStack({
  kind: "official",
  authority: { PEBBLE_VA_NOSLEEP: "", PEBBLE_VA_SLEEPTIME: "600" },
  prepare: serving,
});
const quick = withStack({ kind: "official", prepare: serving });

describe("docker compose stop certbot certbot-companion", () => {
  slow("ends both by themselves in the middle of an order, with exit code 0", async ({ stack }) => {
    await stack.types(start);
    await stack.waitForLog("pebble", "Added order");

    await stopInTime(stack);

    expect(await stack.logs("certbot")).not.toContain("certificate saved");
    expect(await stack.authority.orders()).toBe(1);
  });

  // The order above is taken up again, or waited with; one that a stop cuts off before it is noted is lost, hence a second.
  slow.for(cases([0, 300, 800], [150, 500, 1200]))(
    "ends both by themselves %i ms after the start",
    async (ms, { stack }) => {
      await stack.types(`${start} --force-recreate`);
      await sleep(ms);

      const { took } = await stack.types(stop);

      expect(took).toBeLessThan(inTimeMs);
      for (const service of ours)
        if ((await stack.logs(service)) !== "") expect(await exitCodeOf(stack, service)).toBe(0);
      expect(await stack.authority.orders()).toBeLessThanOrEqual(2);
    },
  );

  quick(
    "leaves nothing behind in the middle of the switch: the next start ends in HTTPS with one order",
    async ({ stack }) => {
      await stack.types(start);
      await stack.waitForLog("certbot", "certificate saved");

      await stopInTime(stack);

      await stack.types(start);
      await stack.waitForHttps();
      expect(await stack.authority.orders()).toBe(1);
    },
  );
});

async function stopInTime(stack: Stack): Promise<void> {
  const { took } = await stack.types(stop);
  expect(took).toBeLessThan(inTimeMs);
  expect(await Promise.all(ours.map((service) => exitCodeOf(stack, service)))).toEqual([0, 0]);
}

async function exitCodeOf(stack: Stack, service: string): Promise<number> {
  const { output } = await stack.types(
    `docker inspect --format '{{.State.ExitCode}}' ${await stack.container(service)}`,
  );
  return Number(output);
}
