import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { AuthorityOptions } from "../../src/acme/authority.ts";
import type { IssuedCertificate } from "../../src/model/lineage.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { type Fault, type FaultProxy, faultProxy } from "../support/fault-proxy.ts";
import { certificate } from "../support/given.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let pebble: Pebble;
let issued: IssuedCertificate;
beforeAll(async () => {
  pebble = await startPebble();
  issued = await authorityAt(pebble).authority.issue(lineageOf("ari.example.com"), plainly());
});
afterAll(() => pebble.stop());

const stored = () => certificate({ fullchainPem: issued.fullchainPem });
const now = new Date("2026-11-20T12:00:00Z");

async function behind(line: string, fault: Fault, options: Partial<AuthorityOptions> = {}) {
  const proxy = await faultProxy(pebble, (asked) => (asked === line ? fault : "pass"));
  onTestFinished(() => proxy.stop());
  return { proxy, ...authorityAt(pebble, { directory: proxy.directory, wait: async () => {}, ...options }) };
}

/** An answer about the certificate in the authority's place. */
const answering = (body: unknown, headers: Record<string, string> = {}): Fault => ({
  status: 200,
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const info = "GET /draft-ietf-acme-ari-03";
const window = { start: "2026-12-20T00:00:00Z", end: "2026-12-21T12:30:00.123456789+01:00" };

describe("the window", () => {
  test("of a new certificate lies within its life and comes with a time to ask again", async () => {
    const { authority } = authorityAt(pebble);
    const answer = await authority.renewalWindow(stored(), never(), true);
    const { validFromDate, validToDate } = new X509Certificate(issued.fullchainPem);
    expect(answer.window?.start.getTime()).toBeGreaterThan(validFromDate.getTime());
    expect(answer.window?.end.getTime()).toBeGreaterThan(answer.window?.start.getTime() ?? 0);
    expect(answer.window?.end.getTime()).toBeLessThan(validToDate.getTime());
    expect(answer.retryAfterMs).toBeGreaterThan(0);
  });

  test("is asked for in two requests, without an account", async () => {
    const { authority, accounts, proxy } = await behind("none", "pass");
    await authority.renewalWindow(stored(), never(), true);
    expect(proxy.seen).toEqual(["GET /dir", info]);
    expect(accounts.kept).toEqual([]);
  });

  test("is the one that was set at the authority, with its explanation", async () => {
    const answer = { suggestedWindow: window, explanationURL: "https://ca.example/incident 1" };
    await pebble.setRenewalInfo(issued.fullchainPem, JSON.stringify(answer));
    expect(await authorityAt(pebble).authority.renewalWindow(stored(), never(), true)).toMatchObject({
      window: { start: new Date("2026-12-20T00:00:00Z"), end: new Date("2026-12-21T11:30:00.123Z") },
      explanationUrl: "https://ca.example/incident%201",
    });
  });

  test.each([
    ["inverted", { start: window.end, end: window.start }],
    ["years away", { start: "2046-01-01T00:00:00Z", end: "2046-01-02T00:00:00Z" }],
    ["long gone", { start: "1970-01-01T00:00:00Z", end: "1970-01-01T00:00:00Z" }],
  ])("is handed on as it is when it is %s: it is judged elsewhere", async (_, suggestedWindow) => {
    const { authority } = await behind(info, answering({ suggestedWindow }));
    const { window: told } = await authority.renewalWindow(stored(), never(), true);
    expect(told).toEqual({ start: new Date(suggestedWindow.start), end: new Date(suggestedWindow.end) });
  });

  test.each([
    ["0", 0],
    ["21600", 21_600_000],
    ["315360000", 315_360_000_000],
    ["Fri, 20 Nov 2026 18:00:00 GMT", 21_600_000],
    ["Thu, 19 Nov 2026 18:00:00 GMT", 0],
    ["soon", undefined],
  ])("comes with Retry-After %s as the authority said it", async (header, ms) => {
    const { authority } = await behind(info, answering({ suggestedWindow: window }, { "retry-after": header }), {
      now: () => now,
    });
    expect((await authority.renewalWindow(stored(), never(), true)).retryAfterMs).toBe(ms);
  });
});

describe("no window", () => {
  const noWindow = { window: undefined };

  test("comes from an authority without renewal information, which is not asked", async () => {
    const { newNonce, newAccount, newOrder } = await directoryOf(pebble);
    const { authority, proxy } = await behind("GET /dir", answering({ newNonce, newAccount, newOrder }));
    expect(await authority.renewalWindow(stored(), never(), true)).toEqual(noWindow);
    expect(proxy.seen).toEqual(["GET /dir"]);
  });

  test("comes for a certificate of another authority", async () => {
    const other = await startPebble();
    onTestFinished(() => other.stop());
    expect(await authorityAt(other).authority.renewalWindow(stored(), never(), true)).toEqual(noWindow);
  });

  test("comes with an empty 404", async () => {
    const { authority } = await behind(info, { status: 404 });
    expect(await authority.renewalWindow(stored(), never(), true)).toEqual(noWindow);
  });
});

describe("an answer that is no window", () => {
  test.each([
    ["a page", "<html>Sign in</html>"],
    ["an empty object", {}],
    ["null", "null"],
    ["a list", []],
    ["no end", { suggestedWindow: { start: window.start } }],
    ["a number", { suggestedWindow: { start: 1, end: 2 } }],
    ["a day that is none", { suggestedWindow: { start: "2026-13-45T00:00:00Z", end: window.end } }],
  ])("(%s) is named as such", async (_, body) => {
    const { authority } = await behind(info, answering(body));
    await expect(authority.renewalWindow(stored(), never(), true)).rejects.toMatchObject({
      code: "acme-bad-answer",
      message: expect.stringMatching(/^the CA's response is not what RFC 9773 requires \(/),
      retry: "soon",
    });
  });

  test.each([["javascript:alert(1)"], [`https://ca.example/${"x".repeat(400)}`], [7]])(
    "for a person to read is left out: %s",
    async (explanationURL) => {
      const { authority } = await behind(info, answering({ suggestedWindow: window, explanationURL }));
      const answer = await authority.renewalWindow(stored(), never(), true);
      expect(answer.explanationUrl).toBeUndefined();
      expect(answer.window?.start).toEqual(new Date(window.start));
    },
  );

  test("can hold nothing that a terminal obeys", async () => {
    const explanationURL = "https://ca.example/\u001b[2J\u202e";
    const { authority } = await behind(info, answering({ suggestedWindow: window, explanationURL }));
    const { explanationUrl = "" } = await authority.renewalWindow(stored(), never(), true);
    expect(explanationUrl).not.toMatch(/[^\x21-\x7e]/);
  });

  test("is told with the moment to ask again when the authority is busy", async () => {
    const { authority } = await behind(info, { status: 429, headers: { "retry-after": "7200" } }, { now: () => now });
    await expect(authority.renewalWindow(stored(), never(), true)).rejects.toMatchObject({
      retry: { notBefore: new Date("2026-11-20T14:00:00Z") },
    });
  });
});

describe("a certificate that takes the place of another", () => {
  const payloads = ({ seen, bodies }: FaultProxy) =>
    seen.flatMap((line, at) =>
      line === "POST /order-plz"
        ? JSON.parse(Buffer.from(JSON.parse(bodies[at] ?? "").payload, "base64url").toString())
        : [],
    );

  /** A certificate with its own account, and how the next one is asked for. */
  async function first(options: Partial<AuthorityOptions> = {}): ReturnType<typeof tryFirst> {
    const world = await tryFirst(options);
    // Of every 256 serials Pebble finds one no more: it looks for it without the zero that DER puts before a high first bit.
    const [, serial = ""] = world.replaces.certificateId.split(".");
    return Buffer.from(serial, "base64url")[0] === 0 ? await first(options) : world;
  }

  async function tryFirst(options: Partial<AuthorityOptions>) {
    const world = await behind("none", "pass", options);
    const { authority, proxy } = world;
    const present = await authority.issue(lineageOf("again.example.com"), plainly());
    const certificateId = authority.certificateId(present.fullchainPem) ?? "";
    return { ...world, replaces: { certificateId, directory: proxy.directory, accountId: present.accountId } };
  }

  test("says so in its order", async () => {
    const { authority, proxy, replaces, said } = await first();
    await authority.issue(lineageOf("again.example.com"), plainly({ replaces }));
    expect(payloads(proxy).map((order) => order.replaces)).toEqual([undefined, replaces.certificateId]);
    expect(said).toHaveLength(1);
  });

  test("whose place was taken already is ordered as a new one, at once", async () => {
    const { authority, proxy, replaces, said } = await first();
    await authority.issue(lineageOf("again.example.com"), plainly({ replaces }));
    await authority.issue(lineageOf("again.example.com"), plainly({ replaces }));
    expect(payloads(proxy).map((order) => order.replaces !== undefined)).toEqual([false, true, true, false]);
    expect(said.at(-1)).toMatch(/^the CA does not count this as the renewal of the present certificate/);
  });

  test.each(["aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE", "rubbish"])(
    "that the authority does not know (%s) is ordered as a new one, at once",
    async (certificateId) => {
      const { authority, proxy, replaces } = await first();
      await authority.issue(lineageOf("again.example.com"), plainly({ replaces: { ...replaces, certificateId } }));
      expect(payloads(proxy).map((order) => order.replaces)).toEqual([undefined, certificateId, undefined]);
    },
  );

  test.each([
    ["authority", { directory: "https://another.example/dir" }],
    ["account", { accountId: "another" }],
    ["account, as far as is known,", { accountId: undefined }],
  ])("from another %s is not mentioned", async (_, other) => {
    const { authority, proxy, replaces } = await first();
    await authority.issue(lineageOf("again.example.com"), plainly({ replaces: { ...replaces, ...other } }));
    expect(payloads(proxy).map((order) => order.replaces)).toEqual([undefined, undefined]);
  });

  test("is tried once more without it, not twice", async () => {
    const { authority, proxy, replaces } = await first();
    const blocked = authority.issue(lineageOf("www.blocked.example"), plainly({ replaces }));
    await expect(blocked).rejects.toMatchObject({ code: "acme-rejected-identifier" });
    expect(payloads(proxy).length).toBeLessThanOrEqual(3);
  });
});

async function directoryOf({ directory, caFile }: Pebble): Promise<Record<string, string>> {
  const { openWire } = await import("../../src/acme/wire.ts");
  const wire = await openWire({ userAgent: "test", verifySsl: true, caBundle: caFile, environment: {} });
  const { data } = await wire.send({ method: "GET", url: directory }, never());
  wire.close();
  return data as Record<string, string>;
}
