import { describe, expect } from "vitest";
import { describeReport, startProbes } from "../support/probes.ts";
import { withStack } from "../support/with-stack.ts";

const start = "docker compose up -d certbot certbot-companion";

const official = withStack({ kind: "official" });
const dify = withStack({ kind: "dify" });

describe.each([
  { kind: "official", test: official },
  { kind: "dify", test: dify },
])("an nginx container of the $kind kind, made without CERTBOT_DOMAIN", ({ kind, test }) => {
  test("goes from HTTP to HTTPS within a minute of one command, and no visitor is lost", async ({ stack }) => {
    await stack.bringUp();
    const nginx = await stack.container("nginx");
    await stack.setEnv({ CERTBOT_DOMAIN: stack.domain, CERTBOT_OPTIONS: "--server https://pebble:14000/dir" });
    const probes = await startProbes({ port: stack.httpPort, domain: stack.domain, streamSeconds: 30 });

    const began = performance.now();
    await stack.types(start);
    const served = await stack.waitForHttps(60_000);
    const took = performance.now() - began;
    const report = await probes.stop();

    console.log(`${kind}: HTTPS after ${(took / 1000).toFixed(1)} s; ${describeReport(report)}`);
    expect(took).toBeLessThan(60_000);
    expect(served.names).toEqual([stack.domain]);
    expect(report.newConnection.sent).toBeGreaterThanOrEqual(2000);
    expect(report.newConnection.lost).toBe(0);
    expect(report.stream).toEqual({ events: 300, whole: true });
    expect(await stack.container("nginx")).toBe(nginx);
  });
});
