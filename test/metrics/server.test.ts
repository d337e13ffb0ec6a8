import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
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

test("it ends once those that it has taken have their answers, and takes no others", async () => {
  const [port = 0] = await freePorts(1);
  let make = (): void => {};
  const asked = new Promise<void>((resolve) => {
    make = resolve;
  });
  const slow = async () => {
    make();
    await sleep(500);
    return { status: 200, type: "text/plain", body: "a page" };
  };
  const close = servePages({ "/metrics": slow }, { port }, () => {});
  await accepts(port);
  const answer = fetch(`http://127.0.0.1:${port}/metrics`);
  await asked;
  const closed = close();
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  expect(await (await answer).text()).toBe("a page");
  const began = performance.now();
  await closed;
  expect(performance.now() - began).toBeLessThan(300);
});

test("it waits for nobody longer than two seconds", async () => {
  const [port = 0] = await freePorts(1);
  const close = servePages({ "/metrics": () => new Promise(() => {}) }, { port }, () => {});
  await accepts(port);
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  socket.write("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n");
  await once(socket, "connect");
  const began = performance.now();
  await close();
  expect(performance.now() - began).toBeLessThan(4000);
});

test("HEAD is answered as GET is, without the page", async () => {
  const [port = 0] = await freePorts(1);
  servePages({ "/metrics": async () => ({ status: 503, type: "text/plain", body: "a page" }) }, { port }, () => {});
  await accepts(port);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { method: "HEAD" });
  expect([answer.status, await answer.text()]).toEqual([503, ""]);
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
