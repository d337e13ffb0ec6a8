import { describe, expect } from "vitest";
import { describeReport, startProbes } from "../support/probes.ts";
import { certbotSettings, start } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import { withFreshStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const minute = 60_000;

describe.each([
  { kind: "official", test: withFreshStack({ kind: "official", domain }) },
  { kind: "Dify's", test: withFreshStack({ kind: "dify", domain, whole: true }) },
])("on a stack of $kind kind whose nginx was made without CERTBOT_DOMAIN and is serving", ({ kind, test }) => {
  test("one command brings HTTPS within a minute, and no visitor is lost", async ({ stack }) => {
    await stack.bringUp();
    const nginx = await stack.container("nginx");
    await stack.install();
    await stack.setEnv(certbotSettings(stack));
    const probes = await startProbes({ port: stack.httpPort, domain, streamSeconds: "open" });

    const { took } = await timed(async () => {
      await stack.typesFromReadme(start);
      const { names } = await stack.waitForHttps();
      expect(names).toEqual([domain]);
    });
    const report = await probes.stop();

    console.log(`${kind}: HTTPS after ${seconds(took)}; ${describeReport(report)}`);
    expect(took).toBeLessThan(minute);
    expect(report.newConnection.sent).toBeGreaterThan(100);
    expect(report.newConnection.lost).toBe(0);
    expect(report.stream).toMatchObject({ whole: true });
    expect(await stack.container("nginx")).toBe(nginx);
    expect((await stack.entry("/")).body).toContain("over https");
    expect(await stack.waitForLog("certbot", "next renewal")).toContain(`https://${domain} is live`);
  });
});

describe.each([
  { line: "docker compose --profile certbot up -d", profiles: "" },
  { line: "docker compose up -d", profiles: "certbot" },
])("a stack that never ran", ({ line, profiles }) => {
  const env = { ...certbotSettings({ domain }), COMPOSE_PROFILES: profiles };
  const test = withFreshStack({ kind: "official", domain, env });

  test(`serves HTTPS within a minute of: ${line} (COMPOSE_PROFILES=${profiles})`, async ({ stack }) => {
    // The real authority is there before anyone's stack is.
    await stack.authority.start();
    const { took } = await timed(async () => {
      await stack.types(line);
      await stack.waitForHttps();
    });

    console.log(`${line}: HTTPS after ${seconds(took)}`);
    expect(took).toBeLessThan(minute);
  });
});

const official = { kind: "official", test: withFreshStack({ kind: "official", domain }) };
const dify = { kind: "Dify's", test: withFreshStack({ kind: "dify", domain }) };

describe.each(cases([official], [dify]))(
  "a plain `docker compose up -d` on a running stack of $kind kind",
  ({ kind, test }) => {
    test("brings HTTPS too, but Compose makes nginx anew, and that costs visitors", async ({ stack }) => {
      await stack.bringUp();
      const nginx = await stack.container("nginx");
      await stack.install();
      await stack.setEnv(certbotSettings(stack));
      if (kind === "official") await stack.setEnv({ COMPOSE_PROFILES: "certbot" });
      const probes = await startProbes({ port: stack.httpPort, domain, streamSeconds: 0 });

      await stack.typesFromReadme("docker compose up -d");
      await stack.waitForHttps();
      const report = await probes.stop();

      console.log(`${kind}, plain up -d: ${describeReport(report)}`);
      expect(await stack.container("nginx")).not.toBe(nginx);
      expect(report.newConnection.lost).toBeGreaterThan(0);
    });
  },
);

async function timed(work: () => Promise<void>): Promise<{ took: number }> {
  const began = performance.now();
  await work();
  return { took: performance.now() - began };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
