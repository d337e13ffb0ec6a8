import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { waitForHttp, withCompanion } from "../support/companion-fixture.ts";
import { describeReport, startProbes } from "../support/probes.ts";
import type { Stack } from "../support/stack.ts";

const test = withCompanion({ kind: "dify" });

// The rendered file lies in the stack's folder: what is written there outlives the container.
const kept = withCompanion({
  kind: "dify",
  services: { nginx: { volumes: ["./nginx/rendered.conf:/etc/nginx/nginx.conf"] } },
  prepare: (stack) => writeFile(join(stack.folder, "nginx/rendered.conf"), ""),
});

const ourLine = /^ *keepalive_min_timeout 5s; # httpsidecar: .*\n/m;

describe("a Dify-shaped nginx, whose templates set no time for pooled clients", () => {
  test("loses none of them from the second reload on", async ({ stack, fixture, root }) => {
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done" });
    const { httpsPort: port, domain } = stack;
    const probes = await startProbes({ port, domain, roots: [root], streamSeconds: 6 });

    for (let reload = 2; reload <= 4; reload += 1) {
      expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true });
    }
    const report = await probes.stop();

    console.log(`Dify's, reloads 2 to 4: ${describeReport(report)}`);
    expect(report.pooledGet.sent).toBeGreaterThan(20);
    expect([report.newConnection.lost, report.pooledGet.lost, report.pooledPost.lost]).toEqual([0, 0, 0]);
    expect(report.stream?.whole).toBe(true);
  });

  test("has one line of ours, which no folder of the stack holds and a start takes away", async ({
    stack,
    fixture,
  }) => {
    await fixture.ask("reload");
    expect((await mainFile(stack)).match(new RegExp(ourLine, "gm"))).toHaveLength(1);
    expect(await fixture.ask("disable-https")).toMatchObject({ code: "done" });
    expect(await mainFile(stack)).toMatch(ourLine);

    await stack.types("docker compose restart --timeout 1 nginx");
    await waitForHttp(stack);
    expect(await mainFile(stack)).not.toMatch(ourLine);
    expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
    expect(await mainFile(stack)).toMatch(ourLine);
  });

  test("makes room for a person's own", async ({ stack, fixture }) => {
    const own = join(stack.folder, "nginx/conf.d/own.conf");
    await writeFile(own, "keepalive_min_timeout 9s;\n");
    expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
    expect(await mainFile(stack)).not.toMatch(ourLine);
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done" });
    expect(await mainFile(stack)).not.toMatch(ourLine);
    await rm(own);
  });
});

describe("an nginx.conf that is a mount", () => {
  kept("gets no line of ours, and nginx is switched and reloaded as ever", async ({ stack, fixture }) => {
    expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
    expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
    const rendered = await stack.read("nginx/rendered.conf");
    expect(rendered).toContain("http {");
    expect(rendered).not.toContain("httpsidecar");
  });
});

const mainFile = (stack: Stack) => stack.exec("nginx", "cat", "/etc/nginx/nginx.conf");
