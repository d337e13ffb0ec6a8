import { describe, expect } from "vitest";
import { settingsFilesOf, waitForHttp, withCompanion } from "../support/companion-fixture.ts";
import { describeReport, startProbes } from "../support/probes.ts";
import type { Kind } from "../support/stack.ts";
import { promptly, servedCertificate } from "../support/wire.ts";

const dify = withCompanion({ kind: "dify" });
const official = withCompanion({ kind: "official" });

// Dify's .env is an env_file of other services, so it is left alone there.
const files: Record<Kind, string> = { dify: "docker-compose.override.yaml", official: ".env" };

const says = /^\s*NGINX_HTTPS_ENABLED[=:] ?"?true"?$/m;

describe.each<{ kind: Kind; test: typeof dify }>([
  { kind: "dify", test: dify },
  { kind: "official", test: official },
])("the companion beside a running nginx of the $kind kind", ({ kind, test }) => {
  test("switches HTTPS on while visitors come: no new connection is lost and the stream is whole", async ({
    stack,
    fixture,
  }) => {
    const nginx = await stack.container("nginx");
    const probes = await startProbes({ port: stack.httpPort, domain: stack.domain, streamSeconds: 10 });

    const began = performance.now();
    const answer = await fixture.ask("enable-https");
    const took = performance.now() - began;
    const report = await probes.stop();

    console.log(`${kind}: switched in ${Math.round(took)} ms; ${describeReport(report)}`);
    expect(answer).toMatchObject({ code: "done", nginx: true, https: true, off: false, output: "" });
    expect(report.newConnection.sent).toBeGreaterThan(50);
    expect(report.newConnection.lost).toBe(0);
    expect(report.stream).toEqual({ events: 100, whole: true });
    expect(await stack.container("nginx")).toBe(nginx);
    expect(await stack.exec("nginx", "sh", "-c", "ls -d /tmp/httpsidecar* /run/httpsidecar* 2>/dev/null; true")).toBe(
      "",
    );
  });

  test("serves the certificate of the domain, and says so when asked", async ({ stack, fixture, root }) => {
    const served = await servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] });
    expect(served.names).toEqual([stack.domain]);
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "unchanged", https: true, notes: [] });
  });

  test("wrote where Compose reads it", async ({ stack }) => {
    const written = Object.entries(await settingsFilesOf(stack)).filter(([, text]) => says.test(text));
    expect(written.map(([name]) => name)).toEqual([files[kind]]);
  });

  test("reloads for a renewal", async ({ fixture }) => {
    expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true, output: "" });
  });

  test("has the challenge location served when asked", async ({ fixture }) => {
    expect(["done", "unchanged"]).toContain((await fixture.ask("enable-challenge")).code);
    expect(await fixture.ask("look")).toMatchObject({ challenge: true, https: true });
  });

  test("brings HTTPS back after nginx was restarted with its old environment", async ({ stack, root }) => {
    await stack.types("docker compose restart --timeout 1 nginx");
    const view = { port: stack.httpsPort, domain: stack.domain, roots: [root] };
    await promptly(() => servedCertificate(view));
  });

  test("brings HTTPS back after nginx was killed and started, with its stale pid file", async ({ stack, root }) => {
    await stack.types("docker compose kill nginx && docker compose start nginx");
    const view = { port: stack.httpsPort, domain: stack.domain, roots: [root] };
    await promptly(() => servedCertificate(view));
  });

  test("switches HTTPS off and keeps it off through a restart", async ({ stack, fixture, root }) => {
    expect(await fixture.ask("disable-https")).toMatchObject({ code: "done", https: false, off: true });
    await stack.types("docker compose restart --timeout 1 nginx");
    await waitForHttp(stack);
    const view = { port: stack.httpsPort, domain: stack.domain, roots: [root] };
    await expect(servedCertificate(view)).rejects.toThrow();
    expect(await fixture.ask("look")).toMatchObject({ https: false, off: true });
  });
});
