import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AuthorityOptions } from "../../src/acme/authority.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { type FaultProxy, faultProxy } from "../support/fault-proxy.ts";
import { close, portOf, serveFolder } from "../support/loopback.ts";
import { type Pebble, type PebbleOptions, startPebble } from "../support/pebble.ts";
import { freePorts } from "../support/ports.ts";

async function pebbleWith(options: PebbleOptions): Promise<Pebble> {
  const pebble = await startPebble(options);
  onTestFinished(() => pebble.stop());
  return pebble;
}

const days = ({ fullchainPem }: { fullchainPem: string }) => {
  const { validFromDate, validToDate } = new X509Certificate(fullchainPem);
  return Math.round((validToDate.getTime() - validFromDate.getTime()) / 86_400_000);
};
const namesIn = ({ fullchainPem }: { fullchainPem: string }) => new X509Certificate(fullchainPem).subjectAltName;

/** What was sent in signed requests of this line. */
const payloads = ({ seen, bodies }: FaultProxy, line: string) =>
  seen.flatMap((other, at) =>
    other === line ? JSON.parse(Buffer.from(JSON.parse(bodies[at] ?? "").payload, "base64url").toString()) : [],
  );

async function watched(pebble: Pebble, options: Partial<AuthorityOptions> = {}) {
  const proxy = await faultProxy(pebble, () => "pass");
  onTestFinished(() => proxy.stop());
  return { proxy, ...authorityAt(pebble, { directory: proxy.directory, ...options }) };
}

describe("a profile", () => {
  const profiles = { classic: 7_776_000, shortlived: 576_000 };

  test.each([true, false])("that the authority has is ordered and given (required: %s)", async (required) => {
    const pebble = await pebbleWith({ profiles });
    const { authority, said } = authorityAt(pebble, { profile: { name: "shortlived", required } });
    expect(days(await authority.issue(lineageOf("short.example.com"), plainly()))).toBe(7);
    expect(said).toHaveLength(1);
  });

  test("that is required and not there stops before the order, and tells what there is", async () => {
    const pebble = await pebbleWith({ profiles });
    const { authority } = authorityAt(pebble, { profile: { name: "tlsserver", required: true } });
    await expect(authority.issue(lineageOf("none.example.com"), plainly())).rejects.toMatchObject({
      code: "profile-not-offered",
      message: "the CA has no profile tlsserver (--required-profile), it has: classic, shortlived",
      retry: "after-a-fix",
    });
    expect(pebble.orders()).toBe(0);
  });

  test("that is preferred and not there is done without, with a word", async () => {
    const { proxy, authority, said } = await watched(await pebbleWith({ profiles }), {
      profile: { name: "tlsserver", required: false },
    });
    await authority.issue(lineageOf("none.example.com"), plainly());
    expect(payloads(proxy, "POST /order-plz")[0]).not.toHaveProperty("profile");
    expect(said).toContain(
      "warning: the CA has no profile tlsserver (--preferred-profile), it has: classic, shortlived",
    );
  });

  test("that is required and then ignored is not ordered through, and its authorization is taken back", async () => {
    const pebble = await pebbleWith({ profiles });
    let url = "";
    const proxy = await faultProxy(pebble, (line, nth) =>
      line === "POST /order-plz" && nth === 1
        ? {
            status: 201,
            headers: { "content-type": "application/json", "replay-nonce": "bm9uY2U", location: url },
            body: JSON.stringify({
              status: "pending",
              authorizations: [`${url}authZ/x`],
              finalize: url,
              profile: "classic",
            }),
          }
        : "pass",
    );
    onTestFinished(() => proxy.stop());
    url = proxy.directory.replace("dir", "");
    const { authority } = authorityAt(pebble, {
      directory: proxy.directory,
      profile: { name: "shortlived", required: true },
    });
    await expect(authority.issue(lineageOf("ignored.example.com"), plainly())).rejects.toMatchObject({
      code: "profile-ignored",
      message: "the CA accepted the order with the profile classic, and shortlived is required",
    });
    expect(proxy.seen).toContain("POST /authZ");
    expect(proxy.seen).not.toContain("POST /chalZ");
  });
});

describe("an address", () => {
  /** A Pebble that finds its challenges at 127.0.0.1 and at ::1. */
  async function pebbleForAddresses(options: PebbleOptions): Promise<Pebble> {
    const [httpPort = 0] = await freePorts(1);
    const pebble = await pebbleWith({ ...options, httpPort });
    const files = await serveFolder(pebble.webroot, httpPort);
    const v6 = createServer((socket) => void socket.pipe(connect(httpPort, "127.0.0.1")).pipe(socket)).listen(
      httpPort,
      "::1",
    );
    await once(v6, "listening");
    onTestFinished(async () => void (await Promise.all([close(files), close(v6)])));
    return pebble;
  }

  test("of either kind is proven and certified, alone and beside a name", async () => {
    const { proxy, authority } = await watched(await pebbleForAddresses({}));
    expect(namesIn(await authority.issue(lineageOf("127.0.0.1"), plainly()))).toBe("IP Address:127.0.0.1");
    expect(namesIn(await authority.issue(lineageOf("::1"), plainly()))).toBe("IP Address:0:0:0:0:0:0:0:1");
    const mixed = namesIn(await authority.issue(lineageOf("mix.example.com", "127.0.0.1", "::1"), plainly()));
    expect(mixed?.split(", ").sort()).toEqual([
      "DNS:mix.example.com",
      "IP Address:0:0:0:0:0:0:0:1",
      "IP Address:127.0.0.1",
    ]);
    expect(payloads(proxy, "POST /order-plz").at(-1).identifiers).toEqual([
      { type: "dns", value: "mix.example.com" },
      { type: "ip", value: "127.0.0.1" },
      { type: "ip", value: "::1" },
    ]);
  });

  test("takes the short-lived profile by itself where there is one, and says what that means", async () => {
    const pebble = await pebbleForAddresses({ profiles: { classic: 7_776_000, shortlived: 576_000 } });
    const { authority, proxy, said } = await watched(pebble);
    expect(days(await authority.issue(lineageOf("127.0.0.1"), plainly()))).toBe(7);
    expect(said.at(-1)).toMatch(
      /^127\.0\.0\.1 is an IP address: its certificate \(profile shortlived\) is valid for 160 hours/,
    );
    await authority.issue(lineageOf("name.example.com"), plainly());
    expect(payloads(proxy, "POST /order-plz").map((order) => order.profile)).toEqual(["shortlived", undefined]);
  });

  test("takes the profile that was wished for", async () => {
    const pebble = await pebbleForAddresses({ profiles: { classic: 7_776_000, shortlived: 576_000 } });
    const { authority } = authorityAt(pebble, { profile: { name: "classic", required: false } });
    expect(days(await authority.issue(lineageOf("127.0.0.1"), plainly()))).toBe(90);
  });

  test("whose port 80 is closed is told without a word about DNS", async () => {
    const { authority } = authorityAt(await pebbleWith({ httpPort: 9 }));
    await expect(authority.issue(lineageOf("127.0.0.1"), plainly())).rejects.toMatchObject({
      code: "validation-connection",
      fix: "check that nginx runs and port 80 is published: docker compose ps nginx; and that 127.0.0.1 points to this host",
    });
  });
});

describe("an account that was made on the authority's site", () => {
  const key = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
  const externalAccounts = { "kid-1": key };

  test("is bound to ours, once", async () => {
    const pebble = await pebbleWith({ externalAccounts });
    const { proxy, authority } = await watched(pebble, { externalAccount: { kid: "kid-1", hmacKey: key } });
    await authority.issue(lineageOf("bound.example.com"), plainly());
    await authority.issue(lineageOf("again.example.com"), plainly());
    const [account, ...others] = payloads(proxy, "POST /sign-me-up");
    const { kid, alg, url } = JSON.parse(Buffer.from(account.externalAccountBinding.protected, "base64url").toString());
    expect({ kid, alg, path: new URL(url).pathname }).toEqual({ kid: "kid-1", alg: "HS256", path: "/sign-me-up" });
    expect(others).toEqual([]);
  });

  test.each(["HS384", "HS512"] as const)("is bound with %s where its site says so", async (algorithm) => {
    const hmacKey = `${key}${key.slice(0, 32)}`;
    const pebble = await pebbleWith({ externalAccounts: { "kid-1": hmacKey } });
    const { proxy, authority } = await watched(pebble, { externalAccount: { kid: "kid-1", hmacKey, algorithm } });
    await authority.issue(lineageOf("bound.example.com"), plainly());
    const [account] = payloads(proxy, "POST /sign-me-up");
    const { alg } = JSON.parse(Buffer.from(account.externalAccountBinding.protected, "base64url").toString());
    expect(alg).toBe(algorithm);
  });

  test("that is wanted and not given is told before anything is registered", async () => {
    const pebble = await pebbleWith({ externalAccounts });
    const { authority, accounts } = authorityAt(pebble);
    await expect(authority.issue(lineageOf("unbound.example.com"), plainly())).rejects.toMatchObject({
      code: "acme-external-account-required",
      fix: expect.stringContaining("--eab-kid=<key id> --eab-hmac-key=<key>"),
      retry: "after-a-fix",
    });
    expect(pebble.requests().filter((line) => line.startsWith("POST"))).toEqual([]);
    expect(accounts.kept).toEqual([]);
  });

  test.each([
    ["another key", { kid: "kid-1", hmacKey: key.replace("z", "y") }],
    ["a key id that is not known", { kid: "kid-2", hmacKey: key }],
  ])("with %s is refused in words that hold no key", async (_, externalAccount) => {
    const { authority, said } = authorityAt(await pebbleWith({ externalAccounts }), { externalAccount });
    const refusal = await authority.issue(lineageOf("wrong.example.com"), plainly()).catch((error) => error);
    expect(refusal).toMatchObject({ code: "external-account-refused", retry: "after-a-fix" });
    expect(JSON.stringify([refusal.message, refusal.fix, said])).not.toContain(externalAccount.hmacKey);
  });
});

describe("the preferred chain", () => {
  const rootName = async (pebble: Pebble, nth: number) =>
    new X509Certificate(await pebble.root(nth)).subject.replace(/^.*CN=/s, "");

  test.each([0, 1, 2])("that leads to root %d is the one that comes", async (nth) => {
    const pebble = await pebbleWith({ alternateRoots: 2 });
    const { authority, said } = authorityAt(pebble, { preferredChain: await rootName(pebble, nth) });
    const { fullchainPem } = await authority.issue(lineageOf("chain.example.com"), plainly());
    const top = new X509Certificate(fullchainPem.split(/(?<=-----END CERTIFICATE-----\n)/).at(-1) ?? "");
    expect(top.verify(new X509Certificate(await pebble.root(nth)).publicKey)).toBe(true);
    expect(said).toHaveLength(1);
  });

  test("that there is none of is done without, with a word about those that there are", async () => {
    const pebble = await pebbleWith({ alternateRoots: 1 });
    const { authority, said } = authorityAt(pebble, { preferredChain: "ISRG Root X9" });
    const { fullchainPem } = await authority.issue(lineageOf("chain.example.com"), plainly());
    expect(fullchainPem).toContain("BEGIN CERTIFICATE");
    const names = await Promise.all([rootName(pebble, 0), rootName(pebble, 1)]);
    expect(said.at(-1)).toBe(
      `warning: the CA has no chain to ISRG Root X9 (--preferred-chain), so its default chain is used; it has: ${names.join(", ")}`,
    );
  });

  test("is looked for once more where an alternate cannot be had", async () => {
    const pebble = await pebbleWith({ alternateRoots: 2 });
    const proxy = await faultProxy(pebble, (line, nth) =>
      line === "POST /certZ" && nth === 2 ? { status: 404 } : "pass",
    );
    onTestFinished(() => proxy.stop());
    const preferredChain = await rootName(pebble, 2);
    const { authority } = authorityAt(pebble, { directory: proxy.directory, preferredChain });
    const { fullchainPem } = await authority.issue(lineageOf("chain.example.com"), plainly());
    const top = new X509Certificate(fullchainPem.split(/(?<=-----END CERTIFICATE-----\n)/).at(-1) ?? "");
    expect(top.verify(new X509Certificate(await pebble.root(2)).publicKey)).toBe(true);
  });
});

test("an authority at an IPv6 address is talked to like any other", async () => {
  const pebble = await pebbleWith({});
  const port = Number(new URL(pebble.directory).port);
  const v6 = createServer((socket) => {
    const onward = connect(port, "127.0.0.1").on("error", () => socket.destroy());
    socket
      .on("error", () => onward.destroy())
      .pipe(onward)
      .pipe(socket);
  }).listen(0, "::1");
  await once(v6, "listening");
  onTestFinished(() => close(v6));
  const { authority } = authorityAt(pebble, { directory: `https://[::1]:${portOf(v6)}/dir` });
  expect(namesIn(await authority.issue(lineageOf("six.example.com"), plainly()))).toBe("DNS:six.example.com");
  const down = authorityAt(pebble, { directory: "https://[::1]:9/dir" });
  await expect(down.authority.caaIdentities(never())).rejects.toMatchObject({
    code: "authority-refused",
    message: "nothing accepts connections at [::1]:9",
  });
});

test("a strict authority that rejects half of all nonces, forgets authorizations and asks for patience is no obstacle", async () => {
  const pebble = await pebbleWith({
    strict: true,
    nonceReject: 50,
    authzReuse: 0,
    retryAfter: { authz: 1, order: 1 },
    sleep: 2,
  });
  const { authority, accounts } = authorityAt(pebble, { email: "admin@example.com" });
  for (const name of ["one.example.com", "two.example.com", "one.example.com"]) {
    expect(namesIn(await authority.issue(lineageOf(name), plainly()))).toBe(`DNS:${name}`);
  }
  expect(accounts.kept).toHaveLength(1);
  expect(pebble.orders()).toBeGreaterThanOrEqual(3);
});
