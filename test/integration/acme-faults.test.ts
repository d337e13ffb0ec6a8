import { X509Certificate } from "node:crypto";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { AuthorityOptions } from "../../src/acme/authority.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { type Fault, type FaultProxy, faultProxy } from "../support/fault-proxy.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

const now = new Date("2026-11-20T12:00:00Z");
const rateLimited = (headers: Record<string, string>): Fault => ({
  status: 429,
  headers: { "content-type": "application/problem+json", ...headers },
  body: JSON.stringify({
    type: "urn:ietf:params:acme:error:rateLimited",
    detail: "too many certificates (5) already issued.",
  }),
});

/** An authority that is reached through a proxy with this fault on its nth request of a line. */
async function behind(
  line: string,
  fault: Fault,
  { times = 1, ...options }: { times?: number } & Partial<AuthorityOptions> = {},
) {
  const proxy = await faultProxy(pebble, (asked, nth) => (asked === line && nth <= times ? fault : "pass"));
  onTestFinished(() => proxy.stop());
  return { proxy, ...authorityAt(pebble, { directory: proxy.directory, wait: async () => {}, ...options }) };
}

const countOf = ({ seen }: FaultProxy, line: string) => seen.filter((other) => other === line).length;

/** The nonce of each signed request that was sent. */
function noncesIn({ bodies }: FaultProxy): string[] {
  return bodies
    .filter((body) => body !== "")
    .map((body) => JSON.parse(Buffer.from(JSON.parse(body).protected, "base64url").toString()).nonce);
}

describe("a limit of the authority", () => {
  test.each([
    ["in seconds", "86400", "2026-11-21T12:00:00.000Z"],
    ["as a date", "Mon, 23 Nov 2026 06:30:00 GMT", "2026-11-23T06:30:00.000Z"],
    ["beyond reason, cut to a week", "99999999999", "2026-11-27T12:00:00.000Z"],
  ])("with Retry-After %s is told at once, with the moment from which it may be tried", async (_, header, expected) => {
    const { proxy, authority } = await behind("POST /order-plz", rateLimited({ "retry-after": header }), {
      now: () => now,
    });
    const failure = await authority.issue(lineageOf("limit.example.com"), plainly()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "acme-rate-limited",
      message: expect.stringMatching(/^the limit of certificates for th.*too many certificates \(5\) already issued/),
      retry: { notBefore: new Date(expected) },
    });
    expect(countOf(proxy, "POST /order-plz")).toBe(1);
  });

  test("without Retry-After is tried again soon, by the scheduler and not here", async () => {
    const { proxy, authority } = await behind("POST /order-plz", rateLimited({}));
    const failure = await authority.issue(lineageOf("limit.example.com"), plainly()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "acme-rate-limited", retry: "soon" });
    expect(countOf(proxy, "POST /order-plz")).toBe(1);
  });
});

describe("an authority that is busy", () => {
  const busy = (headers: Record<string, string>): Fault => ({ status: 503, headers, body: "<html>come back</html>" });

  test("for a moment is asked again, signed anew", async () => {
    const { proxy, authority } = await behind("POST /certZ", busy({ "retry-after": "1" }));
    const issued = await authority.issue(lineageOf("busy.example.com"), plainly());
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:busy.example.com");
    expect(countOf(proxy, "POST /certZ")).toBe(2);
    expect(new Set(noncesIn(proxy)).size).toBe(noncesIn(proxy).length);
  });

  test("for longer is left alone until it says", async () => {
    const { proxy, authority } = await behind("POST /order-plz", busy({ "retry-after": "60" }), { now: () => now });
    await expect(authority.issue(lineageOf("busy.example.com"), plainly())).rejects.toMatchObject({
      code: "acme-no-reason",
      message: "the CA responded with HTTP 503 and no reason",
      retry: { notBefore: new Date("2026-11-20T12:01:00Z") },
    });
    expect(countOf(proxy, "POST /order-plz")).toBe(1);
  });

  test("and stays so is asked three times, not more", async () => {
    const { proxy, authority } = await behind("POST /certZ", busy({}), { times: 99 });
    await expect(authority.issue(lineageOf("busy.example.com"), plainly())).rejects.toMatchObject({ retry: "soon" });
    expect(countOf(proxy, "POST /certZ")).toBe(3);
  });

  test("and stays so at a new order is asked once: CAs count and bill orders", async () => {
    const { proxy, authority } = await behind("POST /order-plz", busy({}), { times: 99 });
    await expect(authority.issue(lineageOf("busy.example.com"), plainly())).rejects.toMatchObject({ retry: "soon" });
    expect(countOf(proxy, "POST /order-plz")).toBe(1);
  });

  test.each(["GET /dir", "GET /nonce-plz"])("for a moment at %s is asked again", async (line) => {
    const { proxy, authority } = await behind(line, busy({}));
    await authority.issue(lineageOf("busy.example.com"), plainly());
    expect(countOf(proxy, line)).toBeGreaterThanOrEqual(2);
  });
});

describe("a connection that breaks", () => {
  const lines = ["GET /dir", "GET /nonce-plz", "POST /sign-me-up", "POST /order-plz", "POST /authZ", "POST /chalZ"];
  const late = ["POST /my-order", "POST /finalize-order", "POST /certZ"];

  test.each([...lines, ...late])("once before %s arrives does no harm", async (line) => {
    const { proxy, authority } = await behind(line, "reset");
    const issued = await authority.issue(lineageOf("reset.example.com"), plainly());
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:reset.example.com");
    expect(countOf(proxy, line)).toBeGreaterThanOrEqual(2);
    expect(await readdir(pebble.webroot)).toEqual([]);
  });

  test.each([...lines, ...late])("once after %s was done, with its answer lost, does no harm", async (line) => {
    const { authority } = await behind(line, "lose");
    const issued = await authority.issue(lineageOf("lost.example.com"), plainly());
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:lost.example.com");
  });

  test.each(["GET /dir", "POST /order-plz", "POST /certZ"])(
    "in the middle of the answer to %s does no harm",
    async (line) => {
      const { authority } = await behind(line, "truncate");
      const issued = await authority.issue(lineageOf("half.example.com"), plainly());
      expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:half.example.com");
    },
  );

  test("each time is told in words", async () => {
    const { authority } = await behind("POST /order-plz", "reset", { times: 99 });
    await expect(authority.issue(lineageOf("reset.example.com"), plainly())).rejects.toMatchObject({
      code: "authority-closed",
      message: expect.stringMatching(/^localhost:\d+ closed the connection$/),
      retry: "soon",
    });
  });
});

describe("an authority that falls silent", () => {
  test("is given up after the time that silence may last", async () => {
    const { authority } = await behind("POST /order-plz", "stall", { idleMs: 300 });
    const began = performance.now();
    await expect(authority.issue(lineageOf("silent.example.com"), plainly())).rejects.toMatchObject({
      code: "authority-timeout",
      message: expect.stringMatching(/^localhost:\d+ did not answer in time$/),
      retry: "soon",
    });
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test("is given up after the time that one request may take", async () => {
    const { authority } = await behind("GET /dir", "stall", { totalMs: 300 });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "authority-timeout" });
  });

  test("does not hold up an abort", async () => {
    const { proxy, authority } = await behind("POST /order-plz", "stall");
    const stop = new AbortController();
    const ended = expect(
      authority.issue(lineageOf("stalled.example.com"), plainly({ signal: stop.signal })),
    ).rejects.toThrow("SIGTERM");
    await expect.poll(() => countOf(proxy, "POST /order-plz")).toBe(1);
    const began = performance.now();
    stop.abort(new Error("SIGTERM"));
    await ended;
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test("with an order that never ends is given up in time", async () => {
    const pending: Fault = {
      status: 200,
      headers: { "content-type": "application/json", "replay-nonce": "bm9uY2U" },
      body: JSON.stringify({ status: "pending", authorizations: [], finalize: "https://localhost/finalize" }),
    };
    const { authority } = await behind("POST /my-order", pending, { times: 9999, orderMs: 500 });
    await expect(authority.issue(lineageOf("endless.example.com"), plainly())).rejects.toMatchObject({
      code: "acme-order-slow",
      retry: "soon",
    });
    expect(await readdir(pebble.webroot)).toEqual([]);
  });
});

describe("an answer that no authority gives", () => {
  const entry = (status: number): Fault => ({
    status,
    headers: { "content-type": "text/html" },
    body: "<html>Sign in</html>",
  });

  test("as the directory is named as such", async () => {
    const { authority } = await behind("GET /dir", entry(200));
    await expect(authority.issue(lineageOf("portal.example.com"), plainly())).rejects.toMatchObject({
      code: "not-a-directory",
      retry: "after-a-fix",
    });
  });

  test("in the place of an order is refused, not believed", async () => {
    const { authority } = await behind("POST /order-plz", entry(200));
    await expect(authority.issue(lineageOf("portal.example.com"), plainly())).rejects.toMatchObject({
      code: "acme-bad-answer",
    });
  });

  test("with a status of its own is told with that status", async () => {
    const { authority } = await behind("POST /order-plz", entry(403));
    await expect(authority.issue(lineageOf("portal.example.com"), plainly())).rejects.toMatchObject({
      code: "acme-no-reason",
      message: "the CA responded with HTTP 403 and no reason",
    });
  });

  test.each([
    ["GET /dir", "not-a-directory"],
    ["POST /sign-me-up", "acme-bad-answer"],
    ["POST /order-plz", "acme-bad-answer"],
    ["POST /authZ", "acme-bad-answer"],
    ["POST /finalize-order", "acme-bad-answer"],
    ["POST /certZ", "acme-bad-certificate"],
  ])("of nothing at all, to %s, is named", async (line, code) => {
    const { authority } = await behind(line, { status: 200 }, { times: 99 });
    await expect(authority.issue(lineageOf("empty.example.com"), plainly())).rejects.toMatchObject({ code });
  });

  test("of more than a mebibyte is not read to its end", async () => {
    const { authority } = await behind("GET /dir", { status: 200, body: "x".repeat(1024 * 1024 + 1) });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "authority-too-large" });
  });

  test("in the place of the chain never becomes a certificate", async () => {
    const { authority } = await behind("POST /certZ", entry(200));
    await expect(authority.issue(lineageOf("portal.example.com"), plainly())).rejects.toMatchObject({
      code: "acme-bad-certificate",
      message: "what the CA sent as certificate has no certificate in it",
    });
  });
});
