import { expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import { withFreshStack } from "../support/with-stack.ts";

const official = withFreshStack({ kind: "official" });

official("an authority that is down at the start and comes up later: HTTPS comes by itself", async ({ stack }) => {
  await stack.bringUp();
  await stack.authority.stop();
  await stack.setEnv(certbotSettings(stack));
  await stack.types(start);

  const log = await stack.waitForLog("certbot", "next try: ");
  expect(log.match(/^error: /gm)).toHaveLength(1);
  expect(log).toMatch(/^ {2}fix: /m);
  expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200);
  // nobody can do anything about it in the first hour
  expect(await stack.exec("certbot", "httpsidecar", "health")).toMatch(
    /^no action needed before .*: no certificate yet: .*; next try: /,
  );

  await stack.authority.start();
  await stack.waitForHttps();
  expect(await stack.authority.orders()).toBe(1);
});

const dify = withFreshStack({ kind: "dify", authority: { PEBBLE_WFE_NONCEREJECT: "50" } });

dify("an authority that rejects half of all nonces: HTTPS comes as ever, with one order", async ({ stack }) => {
  await stack.bringUp();
  await stack.install();
  await stack.setEnv(certbotSettings(stack));
  await stack.types(start);

  await stack.waitForHttps();
  expect(await stack.authority.log()).toContain("Configured to reject 50% of good nonces");
  expect(await stack.authority.orders()).toBe(1);
});
