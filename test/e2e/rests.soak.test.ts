import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { selfSigned } from "../../src/store/self-signed.ts";
import { programsOf, untilAtRest } from "../support/at-rest.ts";
import { engine } from "../support/engine.ts";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({
  kind: "official",
  prepare: async (stack) => {
    await goSecure(stack);
    await untilAtRest(stack);
  },
});

const fiveMinutes = 300_000;
const timeout = 900_000;

describe("a service that rests", () => {
  test.for(["pause", "stop"])(
    "is red within five minutes of a companion after: %s",
    { timeout },
    async (how, { stack }) => {
      await untilAtRest(stack);
      await eventually(async () => expect(await healthOf(stack, "certbot")).toBe("healthy"), 2000);
      const began = performance.now();
      await stack.types(`docker compose ${how} certbot-companion`);
      await within(fiveMinutes, async () => expect(await healthOf(stack, "certbot")).toBe("unhealthy"));
      console.log(`${how}: red after ${Math.round((performance.now() - began) / 1000)} s`);
      expect((await stack.tries("docker compose exec -T certbot httpsidecar health")).output).toContain("companion");
      await stack.types(`docker compose ${how === "stop" ? "start" : "unpause"} certbot-companion`);
      await within(fiveMinutes, async () => expect(await healthOf(stack, "certbot")).toBe("healthy"));
      await untilAtRest(stack);
    },
  );

  test("looks, and says so, where nginx was given another certificate by hand", { timeout }, async ({ stack }) => {
    await untilAtRest(stack);
    // the keeper has seen what is served
    await new Promise((resolve) => setTimeout(resolve, 320_000));
    const { certificatePem, privateKeyPem } = selfSigned(stack.domain);
    const live = join(stack.folder, "volumes/certbot/conf");
    await writeFile(join(live, "by-hand.pem"), certificatePem);
    await writeFile(join(live, "by-hand.key"), privateKeyPem, { mode: 0o644 });
    const script =
      "sed -i -E 's#ssl_certificate .*;#ssl_certificate /etc/letsencrypt/by-hand.pem;#; s#ssl_certificate_key .*;#ssl_certificate_key /etc/letsencrypt/by-hand.key;#' /etc/nginx/conf.d/default.conf && nginx -s reload";
    await stack.exec("nginx", "sh", "-c", script);
    await within(fiveMinutes + 60_000, async () => expect(await programsOf(stack, "certbot")).toHaveLength(2));
    await stack.waitForLog("certbot", /does not serve|new certificate|nginx serves/);
  });
});

async function healthOf(stack: Stack, service: string): Promise<string | undefined> {
  const docker = await engine();
  return (await docker.getContainer(await stack.container(service)).inspect()).State.Health?.Status;
}

async function within(ms: number, work: () => Promise<void>): Promise<void> {
  const until = performance.now() + ms;
  for (;;) {
    const failed = await work().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failed === undefined) return;
    if (performance.now() > until) throw failed;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
