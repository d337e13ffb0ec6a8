import { describe, expect } from "vitest";
import { programsOf, services, untilAtRest } from "../support/at-rest.ts";
import { startProbes } from "../support/probes.ts";
import { goSecure } from "../support/secure.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({
  kind: "official",
  // what nginx needs is in no file: the companion sets it each time
  env: { WRITE_ENV: "never" },
  prepare: async (stack) => {
    await goSecure(stack);
    await untilAtRest(stack);
  },
});

describe("two services for which nothing is due", () => {
  test("are a keeper each, and green", async ({ stack }) => {
    expect(await programsOf(stack, "certbot")).toEqual(["httpsidecar serve"]);
    expect(await programsOf(stack, "certbot-companion")).toEqual(["httpsidecar companion"]);
    for (const service of services) await stack.types(`docker compose exec -T ${service} httpsidecar health`);
    expect((await stack.types("docker compose exec -T certbot httpsidecar status")).output).toContain("all is well");
  });

  test("wait on while update-cert looks, and a second service says that one runs", async ({ stack }) => {
    expect((await stack.types("docker compose exec -T certbot update-cert")).output).toContain("kept (not due");
    expect((await stack.types("docker compose run --rm certbot")).output).toContain("runs already");
    expect(await programsOf(stack, "certbot")).toEqual(["httpsidecar serve"]);
  });

  test("renew when told to, without a visitor lost: the companion is woken, and says nothing twice", async ({
    stack,
  }) => {
    const before = await stack.logs("certbot-companion");
    const { serial } = await stack.served();
    const { port, domain, roots } = await stack.view();
    const probes = await startProbes({ port, domain, roots, streamSeconds: 5 });
    await stack.types("docker compose exec -T certbot update-cert --force-renewal");
    const report = await probes.stop();
    expect((await stack.served()).serial).not.toBe(serial);
    expect([report.newConnection.lost, report.stream?.whole]).toEqual([0, true]);
    expect(await stack.logs("certbot-companion")).toBe(before);
    await untilAtRest(stack, ["certbot-companion"]);
  });

  test("switch HTTPS on in an nginx that was made again without it", async ({ stack }) => {
    await untilAtRest(stack);
    await stack.types("docker compose up -d --force-recreate --no-deps nginx");
    await stack.waitForHttpsBack();
    expect(await programsOf(stack, "certbot")).toHaveLength(1);
  });

  test("stop at once, and start again", async ({ stack }) => {
    await untilAtRest(stack);
    const { took } = await stack.types("docker compose stop certbot certbot-companion");
    expect(took).toBeLessThan(5000);
    await stack.types("docker compose start certbot certbot-companion");
    await stack.waitForLog("certbot", /kept[\s\S]*kept|next renewal[\s\S]*next renewal/);
    await stack.waitForHttps();
  });
});
