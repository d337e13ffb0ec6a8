import { createPrivateKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mapInParallel } from "../../src/base/parallel.ts";
import { lineageOf, plainly, unkindWith } from "../support/acme.ts";
import { refuse } from "../support/unkind-authority/messages.ts";
import { answering, forgetAccounts, onlyAlgorithms, termsChanged } from "../support/unkind-authority/order-habits.ts";
import { namesIn } from "../support/unkind-authority/signer.ts";

const lineage = lineageOf("a.example.com");
const names = "DNS:a.example.com";
const terms = "https://ca.example/terms/v2.pdf";

describe("terms that have changed", () => {
  test("are agreed to once, and said with their address", async () => {
    const { ca, authority, said } = await unkindWith([termsChanged(terms)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(said).toContain(`the CA's terms have changed and are agreed to, as with --agree-tos: ${terms}`);
    expect(ca.payloads).toContainEqual({ termsOfServiceAgreed: true });
    await authority.issue(lineage, plainly());
    expect(ca.count("POST account")).toBe(1);
  });

  test("that the CA wants agreed to on its site are told with that address, after one try", async () => {
    const { ca, authority } = await unkindWith([termsChanged(terms, true)]);
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({
      code: "acme-user-action-required",
      message: expect.stringContaining(`${terms}/agree`),
    });
    expect(ca.count("POST newOrder")).toBe(2);
  });

  test("without an address are a person's", async () => {
    const { ca, authority } = await unkindWith([
      answering("newOrder", refuse(403, "userActionRequired", "call us: https://ca.example/call")),
    ]);
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({
      code: "acme-user-action-required",
      message: expect.stringContaining("https://ca.example/call"),
    });
    expect(ca.count("POST account")).toBe(0);
  });
});

describe("an account that the CA has lost", () => {
  test.each([
    ["accountDoesNotExist", refuse(400, "accountDoesNotExist", "no such account")],
    ["401 unauthorized", refuse(401, "unauthorized", "JWS verification error")],
    ["malformed, since its key was changed elsewhere", refuse(400, "malformed", "JWS verification error")],
    ["403 unauthorized about an account", refuse(403, "unauthorized", "Account not found")],
  ])("and says so as %s is registered again with its key", async (_, reply) => {
    const { ca, authority, accounts } = await unkindWith([forgetAccounts(reply)]);
    expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
    expect(ca.state.accounts.size).toBe(1);
    const [before, after] = accounts.kept;
    expect(after).toMatchObject({ privateKeyPem: before?.privateKeyPem, url: [...ca.state.accounts.keys()][0] });
  });

  test("is not registered again where the CA knows it: then something else is wrong", async () => {
    const reply = refuse(401, "unauthorized", "your contract has ended");
    const { ca, authority } = await unkindWith([answering("newOrder", reply)]);
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({
      code: "acme-unauthorized",
      message: expect.stringContaining("your contract has ended"),
    });
    expect(ca.payloads.filter((payload) => payload?.["termsOfServiceAgreed"])).toEqual([]);
  });
});

describe("a CA that takes no RSA key for an account", () => {
  test.each([["ES256"], ["EdDSA", "ES256"]])(
    "and names %s is given a key of a kind that it names",
    async (...algorithms) => {
      const { authority, accounts } = await unkindWith([onlyAlgorithms(algorithms)], { isNew: true });
      expect(namesIn((await authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
      expect(createPrivateKey(accounts.kept[0]?.privateKeyPem ?? "").asymmetricKeyType).toBe("ec");
    },
  );

  test("and names none that there is here is told", async () => {
    const { authority, accounts } = await unkindWith([onlyAlgorithms(["EdDSA"])], { isNew: true });
    await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "acme-bad-signature-algorithm" });
    expect(accounts.kept).toEqual([]);
  });
});

test("an external account is asked for at the registration, and never again", async () => {
  const externalAccounts = { kid: Buffer.alloc(32, 7).toString("base64url") };
  const externalAccount = { kid: "kid", hmacKey: externalAccounts.kid };
  const { ca, authority, accounts } = await unkindWith([], { isNew: true, ca: { externalAccounts }, externalAccount });
  await authority.issue(lineage, plainly());
  expect([...ca.state.accounts.values()].map(({ boundTo }) => boundTo)).toEqual(["kid"]);
  const later = await unkindWith([], { ca: { externalAccounts } });
  expect(namesIn((await later.authority.issue(lineage, plainly())).fullchainPem)).toBe(names);
  expect(accounts.kept).toHaveLength(1);
});

describe("what one certificate costs", () => {
  test("a renewal after another: seven requests, with the nonces and over the connection of the one before", async () => {
    const { ca, authority } = await unkindWith([]);
    const { fullchainPem } = await authority.issue(lineage, plainly());
    const certificate = { fullchainPem } as Parameters<typeof authority.renewalWindow>[0];
    await authority.renewalWindow(certificate, plainly().signal, true);
    const asked = ca.diary.length;
    await authority.issue(lineage, plainly());
    expect(ca.diary.slice(asked)).toEqual([
      ...["POST newOrder", "POST authorization", "POST challenge", "POST order"],
      ...["POST finalize", "POST order", "POST certificate"],
    ]);
    expect(ca.connections()).toBe(1);
  });

  const many = Array.from({ length: 24 }, (_, nth) => lineageOf(`n${nth}.example.com`));

  test("many that are issued side by side register one account, read the directory once, and share eight connections", async () => {
    const { ca, authority, accounts } = await unkindWith([], { isNew: true });
    await mapInParallel(many, 12, (each) => authority.issue(each, plainly()));
    expect([accounts.kept.length, ca.count("POST newAccount"), ca.count("GET directory")]).toEqual([1, 1, 1]);
    expect(ca.count("POST newOrder")).toBe(many.length);
    // one for the registration, and one for each that found none left over
    expect(ca.count("GET newNonce")).toBeLessThanOrEqual(12);
    expect(ca.connections()).toBeLessThanOrEqual(8);
  });

  test("one that fails among others ends none of theirs", async () => {
    const { ca, authority } = await unkindWith([answering("newOrder", refuse(403, "unauthorized", "no"), 1)]);
    const results = await Promise.allSettled(many.slice(0, 6).map((each) => authority.issue(each, plainly())));
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(ca.count("POST certificate")).toBe(5);
  });

  test("connections are closed at once after a failure, and else a moment after the session", async () => {
    const habits = [answering("newOrder", refuse(403, "unauthorized", "no"), 1)];
    const { ca, authority } = await unkindWith(habits, { keepMs: 20 });
    await expect(authority.issue(lineage, plainly())).rejects.toThrow();
    await expect.poll(ca.openConnections).toBe(0);
    await authority.issue(lineage, plainly());
    await expect.poll(ca.openConnections).toBe(0);
    expect(ca.connections()).toBe(2);
  });

  test("fifty names: at most 112 requests, and one more for the account of the first, over six connections", async () => {
    const [first = "", ...others] = Array.from({ length: 50 }, (_, at) => `n${at}.example.com`);
    const { ca, authority } = await unkindWith([], { isNew: true });
    await authority.issue(lineageOf(first, ...others), plainly());
    expect(ca.diary.filter((line) => line !== "POST newAccount").length).toBeLessThanOrEqual(112);
    expect(ca.count("POST newAccount")).toBe(1);
    expect(ca.connections()).toBeLessThanOrEqual(6);
  });

  test("the directory is asked for again after a failure, and after half a day", async () => {
    let now = Date.now();
    const habits = [answering("newOrder", refuse(403, "unauthorized", "no"), 1)];
    const { ca, authority } = await unkindWith(habits, { now: () => new Date(now) });
    await expect(authority.issue(lineage, plainly())).rejects.toThrow();
    await authority.issue(lineage, plainly());
    expect(ca.count("GET directory")).toBe(2);
    now += 11.9 * 60 * 60_000;
    await authority.issue(lineage, plainly());
    expect(ca.count("GET directory")).toBe(2);
    now += 0.2 * 60 * 60_000;
    await authority.issue(lineage, plainly());
    expect(ca.count("GET directory")).toBe(3);
  });
});
