import { createPrivateKey, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeCertificateKey } from "../../src/acme/certificate-key.ts";
import { webroot } from "../../src/challenge/webroot.ts";
import type { ChallengeResponder } from "../../src/model/contracts.ts";
import type { OpenOrder } from "../../src/model/lineage.ts";
import { authorityAt, type Given, lineageOf, never } from "../support/acme.ts";
import { type Fault, type FaultProxy, faultProxy } from "../support/fault-proxy.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble({ profiles: { default: 7_776_000, shortlived: 576_000 } });
});
afterAll(() => pebble.stop());

const lineage = lineageOf("open.example.com");

/** An authority behind a proxy, and what it was told to keep. */
async function world(choose: (line: string) => Fault, options: Given = {}) {
  const proxy = await faultProxy(pebble, choose);
  onTestFinished(() => proxy.stop());
  const told: (OpenOrder | undefined)[] = [];
  const keep = async (open: OpenOrder | undefined) => void told.push(open);
  const at = { directory: proxy.directory, wait: async () => {}, ...options };
  return { proxy, told, keep, at, ...authorityAt(pebble, at) };
}

type World = Awaited<ReturnType<typeof world>>;

/** A killed process takes nothing away any more. */
function dyingWith({ signal }: AbortController): ChallengeResponder {
  const { present, cleanUp } = webroot(pebble.webroot);
  return { present, cleanUp: async (token) => (signal.aborted ? undefined : cleanUp(token)) };
}

/** A first run that ends, all at once, when this request is on its way: it arrives or not, its answer never does. */
async function killedAt(line: string, arrives: boolean, options: Given = {}): Promise<World> {
  const kill = new AbortController();
  const first = await world(
    (asked) => {
      if (asked !== line || kill.signal.aborted) return "pass";
      kill.abort(new Error("killed"));
      return arrives ? "pass" : "reset";
    },
    { responder: dyingWith(kill), ...options },
  );
  await expect(first.authority.issue(lineage, { signal: kill.signal, keep: first.keep })).rejects.toThrow("killed");
  return first;
}

/** The next start: the same account, and what was kept last. */
function nextRun({ authority, told, keep }: World, names = lineage) {
  return authority.issue(names, { signal: never(), open: told.at(-1), keep });
}

const orders = ({ seen }: FaultProxy) => seen.filter((line) => line === "POST /order-plz").length;
const steps = ["POST /authZ", "POST /chalZ", "POST /my-order", "POST /finalize-order", "POST /certZ"];

describe("a run that is killed", () => {
  test.each(
    steps.flatMap(
      (step) =>
        [
          [step, "arrives"],
          [step, "is lost"],
        ] as const,
    ),
  )("while %s %s costs no second order", async (step, fate) => {
    const first = await killedAt(step, fate === "arrives");
    const [open] = first.told;
    expect(first.told).toHaveLength(1);
    expect(open).toMatchObject({ directory: first.proxy.directory, domains: ["open.example.com"], profile: undefined });

    const issued = await nextRun(first);
    expect(orders(first.proxy)).toBe(1);
    const leaf = new X509Certificate(issued.fullchainPem);
    expect(leaf.subjectAltName).toBe("DNS:open.example.com");
    expect(leaf.checkPrivateKey(createPrivateKey(open?.privateKeyPem ?? ""))).toBe(true);
    expect(issued).toMatchObject({ privateKeyPem: open?.privateKeyPem, accountId: open?.accountId });
    // what is still open is for the caller to drop, when the certificate is saved
    expect(first.told).toHaveLength(1);
  });

  test("before the order is made has nothing to keep", async () => {
    const first = await killedAt("POST /order-plz", false);
    expect(first.told).toEqual([]);
  });

  test("three times in one order still costs one", async () => {
    const stops = ["POST /chalZ", "POST /my-order", "POST /certZ"];
    let kill = new AbortController();
    const first = await world((asked) => {
      if (asked === stops[0]) kill.abort(stops.shift());
      return "pass";
    });
    while (stops.length > 0) {
      kill = new AbortController();
      const { authority } = authorityAt(pebble, { ...first.at, accounts: first.accounts, responder: dyingWith(kill) });
      const how = { signal: kill.signal, open: first.told.at(-1), keep: first.keep };
      await expect(authority.issue(lineage, how)).rejects.toMatch(/^POST/);
    }
    await nextRun(first);
    expect(orders(first.proxy)).toBe(1);
  });
});

describe("an order that was left open, when another kind of key is wanted by now", () => {
  const rsa = { keyFits: async () => false, certificateKey: () => makeCertificateKey({ type: "rsa", bits: 2048 }) };
  const again = (first: World) => {
    const { authority } = authorityAt(pebble, { ...first.at, ...rsa, accounts: first.accounts });
    return authority.issue(lineage, { signal: never(), open: first.told.at(-1), keep: first.keep });
  };
  const kindOf = (pem: string) => new X509Certificate(pem).publicKey.asymmetricKeyType;

  test("is finished with the new key while no request was handed in", async () => {
    const first = await killedAt("POST /chalZ", true);
    const issued = await again(first);
    expect([kindOf(issued.fullchainPem), orders(first.proxy)]).toEqual(["rsa", 1]);
    expect(first.told.at(-1)).toMatchObject({ url: first.told[0]?.url, privateKeyPem: issued.privateKeyPem });
  });

  test("is given up once it is tied to the old one", async () => {
    const first = await killedAt("POST /certZ", true);
    const issued = await again(first);
    expect([kindOf(issued.fullchainPem), orders(first.proxy)]).toEqual(["rsa", 2]);
  });
});

describe("an order that was left open", () => {
  test("and has become invalid meanwhile is dropped, and a new one made", async () => {
    const real = webroot(pebble.webroot);
    let lies = true;
    const responder = {
      present: (token: string, right: string) => real.present(token, lies ? "a router's page" : right),
      cleanUp: real.cleanUp,
    };
    const first = await killedAt("POST /my-order", true, { responder });
    lies = false;
    await expect.poll(() => pebble.log()).toMatch(/order \S+ set INVALID/);
    const issued = await nextRun(first);
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:open.example.com");
    expect(first.told.map((open) => open !== undefined)).toEqual([true, false, true]);
    expect(orders(first.proxy)).toBe(2);
  });

  test("at an authority that has forgotten everything is dropped, the account registered again, and a new one made", async () => {
    const first = await killedAt("POST /finalize-order", false);
    await pebble.halt();
    await pebble.start();
    const issued = await nextRun(first);
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toBe("DNS:open.example.com");
    expect(first.told.map((open) => open !== undefined)).toEqual([true, false, true]);
    expect(first.said).toContain("the CA no longer knows this account, so it is registered again");
  });

  test("for other names is left alone", async () => {
    const first = await killedAt("POST /finalize-order", false);
    const issued = await nextRun(first, lineageOf("open.example.com", "more.example.com"));
    expect(new X509Certificate(issued.fullchainPem).subjectAltName).toContain("DNS:more.example.com");
    expect(orders(first.proxy)).toBe(2);
  });

  test("with another profile is left alone", async () => {
    const first = await killedAt("POST /finalize-order", false);
    const profile = { name: "shortlived", required: true };
    const second = authorityAt(pebble, { ...first.at, accounts: first.accounts, profile });
    await second.authority.issue(lineage, { signal: never(), open: first.told.at(-1), keep: first.keep });
    expect(first.told.at(-1)?.profile).toBe("shortlived");
    expect(orders(first.proxy)).toBe(2);
  });

  test("by another account is left alone", async () => {
    const first = await killedAt("POST /finalize-order", false);
    const second = authorityAt(pebble, { directory: first.proxy.directory });
    const open = { ...first.told[0], accountId: "another" } as OpenOrder;
    await second.authority.issue(lineage, { signal: never(), open, keep: first.keep });
    expect(orders(first.proxy)).toBe(2);
  });

  test("and gave the very certificate that is to be replaced is spent", async () => {
    const first = await killedAt("POST /certZ", true);
    const open = first.told.at(-1);
    const present = await nextRun(first);
    const { authority, keep, told, proxy } = first;
    const certificateId = authority.certificateId(present.fullchainPem) ?? "";
    const replaces = { certificateId, directory: proxy.directory, accountId: present.accountId };
    const renewed = await authority.issue(lineage, { signal: never(), open, keep, replaces });
    expect(new X509Certificate(renewed.fullchainPem).serialNumber).not.toBe(
      new X509Certificate(present.fullchainPem).serialNumber,
    );
    expect(told.map((each) => each !== undefined)).toEqual([true, false, true]);
  });

  test("and gave a certificate that is half over is spent", async () => {
    const first = await killedAt("POST /certZ", true);
    const later = () => new Date(Date.now() + 50 * 24 * 3600 * 1000);
    const second = authorityAt(pebble, { ...first.at, accounts: first.accounts, now: later });
    await second.authority.issue(lineage, { signal: never(), open: first.told.at(-1), keep: first.keep });
    expect(orders(first.proxy)).toBe(2);
  });
});

describe("a failure", () => {
  const busy: Fault = { status: 503, headers: { "retry-after": "60" }, body: "busy" };

  test("of the authority's own leaves the order open, and the next run goes on", async () => {
    let isBusy = true;
    const first = await world((line) => (isBusy && line === "POST /finalize-order" ? busy : "pass"));
    await expect(nextRun(first)).rejects.toMatchObject({ code: "acme-no-reason" });
    isBusy = false;
    await nextRun(first);
    expect(first.told).toHaveLength(1);
    expect(orders(first.proxy)).toBe(1);
    expect(first.said).toContain("continuing with the order that an earlier run left ready");
  });

  test("of the authority's own for the second time at one order lets it go", async () => {
    const first = await world((line) => (line === "POST /finalize-order" ? busy : "pass"));
    await expect(nextRun(first)).rejects.toMatchObject({ code: "acme-no-reason" });
    await expect(nextRun(first)).rejects.toMatchObject({ code: "acme-no-reason" });
    expect(first.told.map((open) => open !== undefined)).toEqual([true, false]);
  });

  test("to reach the authority while the open order is asked for leaves it open", async () => {
    let isDown = false;
    const first = await world((line) => {
      if (line === "POST /finalize-order") isDown = true;
      return isDown ? "reset" : "pass";
    });
    await expect(nextRun(first)).rejects.toMatchObject({ code: "authority-closed" });
    await expect(nextRun(first)).rejects.toMatchObject({ code: "authority-closed" });
    expect(first.told).toHaveLength(1);
  });

  test("of a validation closes the order", async () => {
    const real = webroot(pebble.webroot);
    const responder = { present: (token: string) => real.present(token, "wrong"), cleanUp: real.cleanUp };
    const first = await world(() => "pass", { responder });
    await expect(nextRun(first)).rejects.toMatchObject({ code: "validation-unauthorized" });
    expect(first.told.map((open) => open !== undefined)).toEqual([true, false]);
  });

  test("to keep the order ends it before anything is proven", async () => {
    const { authority, proxy } = await world(() => "pass");
    const keep = () => Promise.reject(new Error("disk full"));
    await expect(authority.issue(lineage, { signal: never(), keep })).rejects.toThrow("disk full");
    expect(proxy.seen).not.toContain("POST /chalZ");
    // read and taken back
    expect(proxy.seen.filter((line) => line === "POST /authZ")).toHaveLength(2);
  });
});
