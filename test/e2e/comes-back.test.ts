import { describe, expect } from "vitest";
import { goSecure } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";

const official = {
  kind: "official",
  test: withStack({ kind: "official", domain, env: { COMPOSE_PROFILES: "certbot" }, prepare: goSecure }),
};
const dify = { kind: "Dify's", test: withStack({ kind: "dify", domain, prepare: goSecure }) };

describe.each(cases([dify], [official]))("a stack of $kind kind that was brought to HTTPS", ({ test }) => {
  test("has it back by itself after docker restart", async ({ stack }) => {
    await stack.types(`docker restart --time 1 ${await stack.container("nginx")}`);

    await stack.waitForHttpsBack();
  });

  // More than the companion does by itself for an nginx that ends by itself.
  test("has it back within 5 s (median of 5) of docker kill and docker start, as often as someone does it", async ({
    stack,
  }) => {
    const nginx = await stack.container("nginx");
    const times: number[] = [];
    for (let start = 0; start < 5; start += 1) {
      await stack.types(`docker kill ${nginx}`);
      await stack.types(`docker start ${nginx}`);

      const began = performance.now();
      await stack.waitForHttpsBack();
      times.push(performance.now() - began);
    }
    expect(times.sort((one, other) => one - other)[2]).toBeLessThan(5000);
  });

  test("keeps it through a plain up", async ({ stack }) => {
    await stack.types("docker compose up -d");

    await stack.waitForHttpsBack();
  });

  test("keeps it, and every service, through down and up", async ({ stack }) => {
    const services = Object.keys(await stack.containers()).sort();
    const { serial } = await stack.served();
    await stack.authority.roots();

    await stack.types("docker compose down");
    await stack.types("docker compose up -d");

    expect(await stack.waitForHttpsBack()).toMatchObject({ serial });
    expect(Object.keys(await stack.containers()).sort()).toEqual(services);
    expect(await running(stack)).toEqual(services);
  });
});

async function running(stack: Stack): Promise<string[]> {
  const { output } = await stack.types("docker compose ps --format '{{.Service}}'");
  return output.split("\n").sort();
}
