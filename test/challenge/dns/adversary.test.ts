import { expect, onTestFinished, test } from "vitest";
import { locateRecord } from "../../../src/challenge/dns/locate.ts";
import { query } from "../../../src/challenge/dns/query.ts";
import { dnsSolver } from "../../../src/challenge/dns/solver.ts";
import { untilVisible } from "../../../src/challenge/dns/visible.ts";
import { addressesOf, findZone } from "../../../src/challenge/dns/zone.ts";
import type { DnsProvider, TxtRecord } from "../../../src/model/dns.ts";
import { Problem } from "../../../src/model/problem.ts";
import { type DnsServer, type DnsServerOptions, type Records, startDns } from "../../support/dns-server.ts";

const name = "_acme-challenge.www.a.test";
const signal = () => AbortSignal.timeout(30_000);
const at = ({ address, port }: DnsServer, called = address) => ({ name: called, address, port });

async function dns(records: Records, options?: DnsServerOptions): Promise<DnsServer> {
  const server = await startDns(records, options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** One server is the resolver and that of these zones, each with its records. */
async function world(records: Records, { zones = ["a.test"], ...more }: DnsServerOptions = {}) {
  const own = zones.flatMap(
    (zone) =>
      [
        [`${zone} SOA`, ["ns.test"]],
        [`${zone} NS`, ["ns.test"]],
      ] as const,
  );
  const server = await dns({ ...Object.fromEntries(own), "ns.test A": ["127.0.0.1"], ...records }, more);
  return { server, options: { query, resolvers: [at(server)], port: server.port, signal: signal() } };
}

/** A clock that only waiting moves. */
function clock() {
  let ms = 0;
  const wait = async (time: number) => {
    ms += time;
  };
  return { now: () => ms, wait };
}

const record: TxtRecord = { zone: "a.test", fqdn: name, value: "v", domain: "www.a.test" };

test("a wildcard CNAME, such as one to a CDN, does not lead the record there: ours is made at the name itself", async () => {
  const { options } = await world({ "*.a.test CNAME": ["site.cdn.example"] });
  expect(await locateRecord(name, options)).toMatchObject({ hops: [name], fqdn: name, zone: "a.test" });
});

test("a CNAME of the name's own counts beside a wildcard CNAME", async () => {
  const records = { "*.a.test CNAME": ["site.cdn.example"], [`${name} CNAME`]: ["x.b.test"] };
  const { options } = await world(records, { zones: ["a.test", "b.test"] });
  expect(await locateRecord(name, options)).toMatchObject({ fqdn: "x.b.test", zone: "b.test" });
});

test("a subtree that is led elsewhere by a DNAME is followed", async () => {
  const led = (label: string) => [`${label}.www.a.test CNAME`, [`${label}.www.b.test`]] as const;
  const records = Object.fromEntries([led("_acme-challenge"), led("_httpsidecar-beside")]);
  const { options } = await world(records, { zones: ["a.test", "b.test"] });
  expect(await locateRecord(name, options)).toMatchObject({ fqdn: "_acme-challenge.www.b.test", zone: "b.test" });
});

test("a chain of CNAMEs without end is given up", async () => {
  const chain = Array.from({ length: 12 }, (_, step) => [`c${step}.a.test CNAME`, [`c${step + 1}.a.test`]] as const);
  const { options } = await world({ [`${name} CNAME`]: ["c0.a.test"], ...Object.fromEntries(chain) });
  await expect(locateRecord(name, options)).rejects.toMatchObject({ code: "dns-cname-nowhere" });
});

test("a zone whose resolvers fail (broken DNSSEC, servers that do not have it) is told as that, not as a wrong name", async () => {
  const { options } = await world({}, { zones: ["test"], rcodes: { "a.test": "SERVFAIL" } });
  await expect(findZone("www.a.test", options)).rejects.toMatchObject({
    code: "dns-servfail",
    message: expect.stringContaining("a.test"),
    fix: expect.stringContaining("https://dnsviz.net"),
  });
});

test("one name that a broken load balancer fails for does not hide the zone above it", async () => {
  const { options } = await world({}, { rcodes: { "www.a.test": "SERVFAIL" } });
  expect(await findZone("www.a.test", options)).toBe("a.test");
});

test.each(["SERVFAIL", "REFUSED"] as const)(
  "a server of the zone that answers %s is left out and said, as a resolver would go on to the next",
  async (rcode) => {
    const good = await dns({ [`${name} TXT`]: ["v"] });
    const lame = await dns({}, { rcodes: { test: rcode } });
    const said: string[] = [];
    const { now, wait } = clock();
    const options = { query, now, wait, say: (line: string) => said.push(line), limitMs: 60_000, signal: signal() };
    await untilVisible([{ record, servers: [at(good, "ns1"), at(lame, "ns2.gone")] }], options);
    expect(said).toEqual([expect.stringContaining("ns2.gone")]);
    expect(now()).toBeLessThan(10_000);
  },
);

test("servers at IPv6 addresses are not waited for where this host has none, and are where it has one", async () => {
  const { options, server } = await world({ "ns.test AAAA": ["2001:db8::53"] });
  const addresses = async (ipv6: boolean) =>
    (await addressesOf(["ns.test"], { ...options, ipv6 })).map(({ address }) => address);
  expect(await addresses(false)).toEqual(["127.0.0.1"]);
  expect(server.diary.filter((line) => line.includes("AAAA"))).toEqual([]);
  expect(await addresses(true)).toEqual(["127.0.0.1", "2001:db8::53"]);
});

const busy = () => new Problem({ code: "dns-api-busy", message: "fewer calls", fix: "wait", retry: "soon" });

/** A provider that lets the first calls through after so many refusals. */
async function presenting(refusals: number, error: () => Error = busy) {
  const { server, options } = await world({});
  const { now, wait } = clock();
  let calls = 0;
  const change = async ({ fqdn, value }: TxtRecord, values: (value: string) => readonly string[]) => {
    calls += 1;
    if (calls <= refusals) throw error();
    server.records[`${fqdn} TXT`] = values(value);
  };
  const provider: DnsProvider = {
    present: (one) => change(one, (value) => [value]),
    cleanUp: (one) => change(one, () => []),
  };
  const presented = { read: async () => [], add: async () => {}, remove: async () => {} };
  const all = { ...options, now, wait, provider, presented, say: () => {}, limitMs: 60_000, blindMs: 0 };
  const challenge = { domain: "www.a.test", wildcard: false, token: "t", keyAuthorization: "t.k" };
  const present = () => dnsSolver(all).present({ type: "dns-01", ...challenge });
  return { present, calls: () => calls, waited: now };
}

test("an API that asks for fewer calls is asked again after a pause, and the order goes on", async () => {
  const { present, calls, waited } = await presenting(3);
  await present();
  expect({ calls: calls(), waited: waited() }).toEqual({ calls: 4, waited: 17_000 });
});

test("one that goes on asking for fewer calls ends the order after a minute, and another refusal ends it at once", async () => {
  const endless = await presenting(99);
  await expect(endless.present()).rejects.toMatchObject({ code: "dns-api-busy" });
  expect({ calls: endless.calls(), waited: endless.waited() }).toEqual({ calls: 5, waited: 37_000 });
  const refused = await presenting(99, () => new Error("no"));
  await expect(refused.present()).rejects.toThrow("no");
  expect(refused.calls()).toBe(1);
});

const busyFor = (ms: number) => () =>
  new Problem({
    ...{ code: "dns-api-busy", message: "m", fix: "wait" },
    retry: { notBefore: new Date(Date.now() + ms) },
  });

test("one that names the moment is not asked before it, and a far one is left to the next run", async () => {
  const soon = await presenting(1, busyFor(30_000));
  await soon.present();
  expect(soon.waited()).toBeGreaterThan(20_000);
  const later = await presenting(1, busyFor(600_000));
  await expect(later.present()).rejects.toMatchObject({ code: "dns-api-busy", retry: { notBefore: expect.any(Date) } });
  expect({ calls: later.calls(), waited: later.waited() }).toEqual({ calls: 1, waited: 0 });
});

test("values of one name are made and removed one after the other, since APIs read and write them as one set", async () => {
  const { server, options } = await world({});
  const key = `_acme-challenge.a.test TXT`;
  const change = async (to: (now: readonly string[]) => readonly string[]) => {
    const now = server.records[key] ?? [];
    await new Promise((resolve) => setTimeout(resolve, 5));
    server.records[key] = to(now);
  };
  const provider: DnsProvider = {
    present: ({ value }) => change((now) => [...now, value]),
    cleanUp: ({ value }) => change((now) => now.filter((one) => one !== value)),
  };
  const presented = { read: async () => [], add: async () => {}, remove: async () => {} };
  const all = { ...options, ...clock(), provider, presented, say: () => {}, limitMs: 60_000, blindMs: 0 };
  const solver = dnsSolver(all);
  const challenges = ["one", "two", "three"].map((token) => ({
    ...{ type: "dns-01" as const, domain: "a.test", wildcard: token === "two", token, keyAuthorization: token },
  }));
  await Promise.all(challenges.map((challenge) => solver.present(challenge)));
  expect(server.records[key]).toHaveLength(3);
  await solver.settle(challenges, signal());
  await Promise.all(challenges.map((challenge) => solver.cleanUp(challenge)));
  expect(server.records[key]).toEqual([]);
});
