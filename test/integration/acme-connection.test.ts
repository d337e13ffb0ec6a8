import { createServer } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { faultProxy } from "../support/fault-proxy.ts";
import { close, listen, portOf } from "../support/loopback.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

/** A company's proxy: tunnels with CONNECT, or refuses with this status. Gives its address and whom manual request. */
async function companyProxy(status = 200) {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    socket.on("error", () => {});
    socket.write(`HTTP/1.1 ${status} x\r\n\r\n`);
    if (status !== 200) return void socket.end();
    const [, port] = (request.url ?? "").split(":");
    const onward = connect(Number(port), "127.0.0.1").on("error", () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await listen(server, 0);
  onTestFinished(() => close(server));
  return { asked, address: `http://127.0.0.1:${portOf(server)}` };
}

describe("behind a proxy", () => {
  test("a whole issuance takes one tunnel, so one connection is kept for all its requests", async () => {
    const { asked, address } = await companyProxy();
    const { authority } = authorityAt(pebble, { environment: { HTTPS_PROXY: address } });
    const before = pebble.requests().length;
    await authority.issue(lineageOf("proxied.example.com"), plainly());
    expect(asked).toEqual([new URL(pebble.directory).host]);
    expect(pebble.requests().length - before).toBeGreaterThanOrEqual(9);
  });

  test("NO_PROXY is obeyed", async () => {
    const { asked, address } = await companyProxy();
    const { authority } = authorityAt(pebble, { environment: { HTTPS_PROXY: address, NO_PROXY: "localhost" } });
    await authority.caaIdentities(never());
    expect(asked).toEqual([]);
  });

  test.each([403, 407])("that answers %d, it is the proxy that is named", async (status) => {
    const { address } = await companyProxy(status);
    const { authority } = authorityAt(pebble, { environment: { HTTPS_PROXY: address } });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({
      code: "authority-proxy",
      fix: expect.stringContaining("HTTPS_PROXY"),
    });
  });

  test("that is down, it is the proxy that is named", async () => {
    const { authority } = authorityAt(pebble, { environment: { HTTPS_PROXY: "http://127.0.0.1:9" } });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({
      code: "authority-refused",
      message: expect.stringContaining("127.0.0.1:9, the proxy for localhost:"),
    });
  });

  test("the proxy's password is in no message", async () => {
    const { address } = await companyProxy(407);
    const environment = { HTTPS_PROXY: address.replace("http://", "http://user:hunter2@") };
    const failure: unknown = await authorityAt(pebble, { environment })
      .authority.caaIdentities(never())
      .catch((error) => error);
    expect(failure).toBeInstanceOf(Error);
    const { message, fix } = failure as Error & { fix: string };
    expect(message + fix).not.toContain("hunter2");
  });
});

test("every request says who we are, and no HEAD is sent", async () => {
  const proxy = await faultProxy(pebble, () => "pass");
  onTestFinished(() => proxy.stop());
  const { authority } = authorityAt(pebble, { directory: proxy.directory, userAgent: "httpsidecar/1.2.3" });
  await authority.issue(lineageOf("agent.example.com"), plainly());
  expect(new Set(proxy.headers.map((headers) => headers["user-agent"]))).toEqual(new Set(["httpsidecar/1.2.3"]));
  expect(proxy.seen.filter((line) => line.startsWith("HEAD"))).toEqual([]);
});

test("a nonce is asked for once; the others come with the answers", async () => {
  const proxy = await faultProxy(pebble, () => "pass");
  onTestFinished(() => proxy.stop());
  const { authority } = authorityAt(pebble, { directory: proxy.directory });
  await authority.issue(lineageOf("nonce.example.com"), plainly());
  expect(proxy.seen.filter((line) => line === "GET /nonce-plz")).toHaveLength(1);
});
