import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { pause, type Wait } from "../../src/acme/retry.ts";
import { accountsInMemory, authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

/** What Pebble was asked during the work. */
async function requestsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const before = pebble.requests().length;
  await work();
  return [...pebble.requests().slice(before)];
}

describe("the first certificate", () => {
  test("comes with its key, leaf first, in a chain that leads to the authority's root", async () => {
    const { authority } = authorityAt(pebble);
    const issued = await authority.issue(lineageOf("first.example.com"), plainly());

    const [leaf, issuer, ...rest] = issued.fullchainPem.split(/(?<=-----END CERTIFICATE-----\n)/);
    const certificate = new X509Certificate(leaf ?? "");
    expect(certificate.subjectAltName).toBe("DNS:first.example.com");
    expect(certificate.checkPrivateKey(createPrivateKey(issued.privateKeyPem))).toBe(true);
    expect(certificate.verify(new X509Certificate(issuer ?? "").publicKey)).toBe(true);
    expect(new X509Certificate(issuer ?? "").verify(new X509Certificate(await pebble.root()).publicKey)).toBe(true);
    expect(rest).toEqual([]);
  });

  test("has an EC P-256 key in PKCS#8 and says where it came from", async () => {
    const { authority, accounts } = authorityAt(pebble);
    const issued = await authority.issue(lineageOf("key.example.com"), plainly());
    expect(issued.privateKeyPem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(createPrivateKey(issued.privateKeyPem).asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    expect(issued.directory).toBe(pebble.directory);
    expect(issued.accountId).toBe(accounts.kept[0]?.id);
  });

  test("takes ten requests, one of them an order, and leaves nothing in the webroot", async () => {
    const { authority } = authorityAt(pebble, { email: "admin@example.com" });
    const asked = await requestsDuring(() => authority.issue(lineageOf("count.example.com"), plainly()));
    expect(asked.slice(0, 5)).toEqual([
      "GET /dir",
      "GET /nonce-plz",
      "POST /sign-me-up",
      "POST /order-plz",
      "POST /authZ/",
    ]);
    expect(asked.filter((line) => line === "POST /order-plz")).toHaveLength(1);
    expect(asked.length).toBeLessThanOrEqual(11);
    expect(await readdir(pebble.webroot)).toEqual([]);
  });

  test("is for all the names that were asked for, in one order", async () => {
    const { authority } = authorityAt(pebble);
    const names = [
      "a.example.com",
      "b.example.com",
      "c.example.com",
      "xn--mnchen-3ya.example",
      "e.example.com",
    ] as const;
    const before = pebble.orders();
    const issued = await authority.issue(lineageOf(...names), plainly());
    const found = new X509Certificate(issued.fullchainPem).subjectAltName?.split(", ").map((name) => name.slice(4));
    expect(found?.sort()).toEqual([...names].sort());
    expect(pebble.orders() - before).toBe(1);
    expect(await readdir(pebble.webroot)).toEqual([]);
  });

  test("is made without a word on the console", async () => {
    const words = vi.spyOn(process.stdout, "write");
    const errors = vi.spyOn(process.stderr, "write");
    await authorityAt(pebble).authority.issue(lineageOf("silent.example.com"), plainly());
    expect([...words.mock.calls, ...errors.mock.calls]).toEqual([]);
  });
});

describe("the account", () => {
  test("is registered once and used again without asking", async () => {
    const { authority, accounts, said } = authorityAt(pebble);
    await authority.issue(lineageOf("one.example.com"), plainly());
    const asked = await requestsDuring(() => authority.issue(lineageOf("two.example.com"), plainly()));
    expect(asked.filter((line) => line === "POST /sign-me-up")).toEqual([]);
    expect(accounts.kept).toHaveLength(1);
    expect(said).toEqual([`registered an account at ${new URL(pebble.directory).host}`]);
  });

  test("whose address was lost is found again by its key", async () => {
    const first = authorityAt(pebble);
    await first.authority.issue(lineageOf("known.example.com"), plainly());
    const [known] = first.accounts.kept;
    if (known === undefined) throw new Error("no account was kept");

    const accounts = accountsInMemory({ ...known, url: "" });
    const second = authorityAt(pebble, { accounts });
    await second.authority.issue(lineageOf("again.example.com"), plainly());
    expect(accounts.kept.at(-1)).toMatchObject({ privateKeyPem: known.privateKeyPem, url: known.url });
    expect(second.said).toEqual([]);
  });

  test("that the authority never saw is registered with the key that there is", async () => {
    const first = authorityAt(pebble);
    await first.authority.issue(lineageOf("donor.example.com"), plainly());
    await pebble.halt();
    await pebble.start();
    const accounts = accountsInMemory({
      ...first.accounts.kept[0],
      id: "x",
      privateKeyPem: `${first.accounts.kept[0]?.privateKeyPem}`,
      url: "",
    });
    await authorityAt(pebble, { accounts }).authority.issue(lineageOf("taker.example.com"), plainly());
    expect(accounts.kept.at(-1)?.privateKeyPem).toBe(first.accounts.kept[0]?.privateKeyPem);
    expect(accounts.kept.at(-1)?.url).toMatch(/^https:\/\/localhost:\d+\/my-account\//);
  });

  test("that the authority has lost is registered once more with the same key, and said", async () => {
    const { authority, accounts, said } = authorityAt(pebble);
    await authority.issue(lineageOf("before.example.com"), plainly());
    await pebble.halt();
    await pebble.start();
    const issued = await authority.issue(lineageOf("after.example.com"), plainly());
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:after.example.com");
    expect(accounts.kept.map(({ privateKeyPem }) => privateKeyPem)).toEqual(
      Array(2).fill(accounts.kept[0]?.privateKeyPem),
    );
    expect(said).toContain("the CA no longer knows this account, so it is registered again");
  });

  test("is made without the contact that the CA refuses, and that is said", async () => {
    const { authority, accounts, said } = authorityAt(pebble, { email: "admin@@example.com" });
    await authority.issue(lineageOf("contact.example.com"), plainly());
    expect(accounts.kept).toHaveLength(1);
    expect(said[0]).toMatch(/^the CA refuses CERTBOT_EMAIL, so the account has no contact: /);
  });
});

test("the authority's CAA identities are told in lower case, without an account", async () => {
  const { authority, accounts } = authorityAt(pebble);
  const asked = await requestsDuring(async () => {
    expect(await authority.caaIdentities(never())).toEqual(["pebble.letsencrypt.org"]);
  });
  expect(asked).toEqual(["GET /dir"]);
  expect(accounts.kept).toEqual([]);
});

test("a valid authorization of an earlier order is used again, and nothing is presented", async () => {
  const reusing = await startPebble({ authzReuse: 100 });
  try {
    const first = authorityAt(reusing);
    await first.authority.issue(lineageOf("reuse.example.com"), plainly());
    const responder = { present: () => Promise.reject(new Error("not needed")), cleanUp: async () => {} };
    const second = authorityAt(reusing, { accounts: first.accounts, responder });
    const issued = await second.authority.issue(lineageOf("reuse.example.com"), plainly());
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:reuse.example.com");
  } finally {
    await reusing.stop();
  }
});

test("an authority that asks for patience between two looks at the order gets it", async () => {
  const slow = await startPebble({ retryAfter: { authz: 3, order: 3 } });
  try {
    const waits: number[] = [];
    const wait: Wait = async (ms, signal) => {
      waits.push(ms);
      await pause(ms, signal);
    };
    await authorityAt(slow, { wait }).authority.issue(lineageOf("patience.example.com"), plainly());
    expect(waits[0]).toBe(100);
    expect(Math.max(...waits)).toBeGreaterThan(1500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3000);
  } finally {
    await slow.stop();
  }
});

test("an authority that refuses half of all nonces is no obstacle", async () => {
  const picky = await startPebble({ nonceReject: 50 });
  try {
    const { authority } = authorityAt(picky);
    for (const name of ["one", "two", "three", "four"] as const) {
      const issued = await authority.issue(lineageOf(`${name}.example.com`), plainly());
      expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe(`DNS:${name}.example.com`);
    }
    expect(picky.orders()).toBeGreaterThanOrEqual(4);
  } finally {
    await picky.stop();
  }
});
