import { expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({
  kind: "dify",
  async prepare(stack) {
    await stack.install();
    await stack.setEnv({ ...certbotSettings(stack), CERTBOT_AUTO: "false" });
  },
});
const official = withStack({ kind: "official" });

test("docker compose pull leaves an image that is only here alone: Dify's stack", async ({ stack }) => {
  expect(await stack.tries("docker compose pull certbot certbot-companion")).toMatchObject({ exitCode: 0 });
});

official("docker compose pull leaves an image that is only here alone: our stack", async ({ stack }) => {
  expect(await stack.tries("docker compose pull certbot certbot-companion")).toMatchObject({ exitCode: 0 });
});

test("CERTBOT_AUTO=false: nothing is ordered until update-cert is typed, then HTTPS comes", async ({ stack }) => {
  await stack.bringUp();
  await stack.types(start);
  await stack.waitForLog("certbot", "waiting for docker compose exec certbot update-cert");
  expect(await stack.authority.orders()).toBe(0);
  await stack.staysWithoutHttps(1000);

  const { output } = await stack.types("docker compose exec -it certbot /bin/sh /update-cert.sh");
  expect(output).toContain(`https://${stack.domain} is live`);
  await stack.waitForHttps();
  expect(await stack.authority.orders()).toBe(1);
});
