import { connect } from "node:net";
import { assert, asyncProperty, uint8Array } from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { servePages } from "../../src/metrics/server.ts";
import { accepts, typed } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";

test("whatever a stranger sends ends its own connection at most", async () => {
  const [port = 0] = await freePorts(1);
  const said: string[] = [];
  const page = async () => ({ status: 200, type: "text/plain", body: "all_is_well 1\n" });
  servePages({ "/metrics": page }, { port }, (line) => said.push(line));
  await accepts(port);
  for (const target of ["//", "http://[/", "*", "/%", "?", `/${"x".repeat(60_000)}`]) {
    expect(await typed(port, `GET ${target} HTTP/1.1\r\nhost: x\r\n\r\n`)).not.toContain("all_is_well");
  }
  await assert(
    asyncProperty(uint8Array({ maxLength: 300 }), async (bytes) => void (await typed(port, bytes))),
    {
      numRuns: 50,
    },
  );
  expect(await typed(port, "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).toContain("all_is_well 1");
  expect(said).toEqual([]);
});

test("of connections that strangers hold open, those beyond sixty-four are closed", async () => {
  const [port = 0] = await freePorts(1);
  servePages({}, { port }, () => {});
  await accepts(port);
  const sockets = Array.from({ length: 80 }, () => connect(port, "127.0.0.1").on("error", () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await expect.poll(() => sockets.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(16);
  expect(sockets.filter(({ closed }) => closed).length).toBeLessThan(40);
});

test("strangers that ask without end and read nothing lose their connections, and a page is served", async () => {
  const [port = 0] = await freePorts(1);
  const page = async () => ({ status: 200, type: "text/plain", body: "x".repeat(1_000_000) });
  servePages({ "/metrics": page }, { port }, () => {}, { idleMs: 200 });
  await accepts(port);
  const asked = "GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20);
  const sockets = Array.from({ length: 64 }, () => connect(port, "127.0.0.1").on("error", () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (const socket of sockets) socket.pause().write(asked);
  await expect.poll(() => typed(port, "GET /metrics HTTP/1.0\r\nhost: x\r\n\r\n")).toContain("200 OK");
});
