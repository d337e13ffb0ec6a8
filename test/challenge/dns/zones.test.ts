import { expect, onTestFinished, test } from "vitest";
import { noSuchZone } from "../../../src/challenge/dns/api-answer.ts";
import { locateRecord } from "../../../src/challenge/dns/locate.ts";
import { queryWithin } from "../../../src/challenge/dns/query.ts";
import { dnsRecords } from "../../../src/challenge/dns/records.ts";
import { dnsSolver, txtValue } from "../../../src/challenge/dns/solver.ts";
import { untilVisible } from "../../../src/challenge/dns/visible.ts";
import { findZone } from "../../../src/challenge/dns/zone.ts";
import type { DnsProvider, TxtRecord } from "../../../src/model/dns.ts";
import { type DnsServer, type DnsServerOptions, type Records, startDns } from "../../support/dns-server.ts";

const query = queryWithin({ udpMs: 1000, tcpMs: 30_000 });
const signal = () => AbortSignal.timeout(60_000);
const at = ({ address, port }: DnsServer, name = address) => ({ name, address, port });

async function dns(records: Records, options?: DnsServerOptions): Promise<DnsServer> {
  const server = await startDns(records, options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** One server is the resolver and that of these zones. */
async function world(zones: readonly string[], records: Records = {}, options: DnsServerOptions = {}) {
  const own = zones.flatMap((zone) => [[`${zone} SOA`, ["ns.test"]] as const, [`${zone} NS`, ["ns.test"]] as const]);
  const all = { ...Object.fromEntries(own), "ns.test A": ["127.0.0.1"], ...records };
  const server = await dns(all, { zones, ...options });
  return { server, options: { query, resolvers: [at(server)], port: server.port, signal: signal(), ipv6: false } };
}

function clock() {
  let ms = 0;
  const wait = async (time: number) => {
    ms += time;
  };
  return { now: () => ms, wait };
}

const recordAt = (fqdn: string, zone = "a.test"): TxtRecord => ({ zone, fqdn, value: "v", domain: zone });

test.each([
  ["a.co.jp", ["jp", "a.co.jp"], "a.co.jp"],
  ["www.a.com.cn", ["com.cn", "a.com.cn"], "a.com.cn"],
  ["me.github.io", ["github.io"], "github.io"],
  ["me.github.io", ["github.io", "me.github.io"], "me.github.io"],
  ["xn--r8jz45g.jp", ["jp", "xn--r8jz45g.jp"], "xn--r8jz45g.jp"],
  ["xn--fsq.xn--fiqs8s", ["xn--fiqs8s", "xn--fsq.xn--fiqs8s"], "xn--fsq.xn--fiqs8s"],
])("below a public suffix: %s, where DNS has %j, is of the zone %s", async (name, zones, zone) => {
  const { options } = await world(zones);
  expect((await locateRecord(`_acme-challenge.${name}`, options)).zone).toBe(zone);
});

test("a name that is not registered below a registry's zone ends at the provider, with both ways out", async () => {
  const { options } = await world(["com.cn"]);
  const zone = await findZone("gone.com.cn", options);
  expect(zone).toBe("com.cn");
  const { message, fix } = noSuchZone({ label: "Cloudflare", required: [] }, zone);
  expect(message).toBe("Cloudflare has no zone com.cn in this account");
  expect(fix).toContain("the domain below it is not registered");
  expect(fix).toContain("CNAME");
});

test.each(["_acme-challenge.a.test", "sub.a.test"])(
  "the zone %s on the same servers as the zone above it is found, where no server refers to another",
  async (child) => {
    const { options } = await world(["a.test", child], { "_acme-challenge.a.test TXT": ["another"] });
    const name = child === "sub.a.test" ? "_acme-challenge.sub.a.test" : "_acme-challenge.a.test";
    expect(await locateRecord(name, options)).toMatchObject({ zone: child, fqdn: name });
  },
);

test("a zone below at another provider is found, and its servers are the ones that are asked", async () => {
  const { options } = await world(["a.test"], { "sub.a.test NS": ["ns.other.test"], "ns.other.test A": ["127.0.0.8"] });
  const other = await dns(
    { "sub.a.test SOA": ["x"] },
    { address: "127.0.0.8", port: options.port, zones: ["sub.a.test"] },
  );
  const resolver = await dns({
    "a.test SOA": ["x"],
    "a.test NS": ["ns.test"],
    "ns.test A": ["127.0.0.1"],
    "ns.other.test A": ["127.0.0.8"],
  });
  const located = await locateRecord("_acme-challenge.sub.a.test", { ...options, resolvers: [at(resolver)] });
  expect(located.zone).toBe("sub.a.test");
  expect(located.servers.map(({ address }) => address)).toEqual([other.address]);
});

test("a hidden primary, which only the SOA record names, is asked nothing", async () => {
  const { options, server } = await world(["a.test"], {
    "a.test SOA": ["hidden.a.test"],
    "hidden.a.test A": ["192.0.2.1"],
  });
  const { servers } = await locateRecord("_acme-challenge.a.test", options);
  expect(servers.map(({ name }) => name)).toEqual(["ns.test"]);
  expect(server.diary.join()).not.toContain("hidden");
});

test("a zone whose servers have IPv6 addresses alone counts as one that cannot be asked where this host has none", async () => {
  const { options } = await world(["a.test"], { "ns.test A": [], "ns.test AAAA": ["2001:db8::53"] });
  expect(await locateRecord("_acme-challenge.a.test", options)).toMatchObject({ zone: "a.test", servers: [] });
});

test.each([{ edns: "dropped" }, { edns: "refused" }, { udp: "mirrored" }, { udp: "forged" }, { udp: "cut" }] as const)(
  "a server with %j is understood all the same",
  async (options) => {
    const { options: given } = await world(["a.test"], {}, options);
    // a server that gives no answer of use over UDP is given up soon
    const asked = { ...given, query: queryWithin({ udpMs: 150, tcpMs: 30_000 }) };
    expect(await locateRecord("_acme-challenge.a.test", asked)).toMatchObject({
      zone: "a.test",
      servers: [{ name: "ns.test" }],
    });
  },
);

test("a server that asks for TCP and has none is silent, in bounded time", async () => {
  const server = await dns({}, { udp: "cut", tcp: "silent" });
  const asked = { name: "a.test", type: "TXT", recursive: false } as const;
  expect(await queryWithin({ udpMs: 1000, tcpMs: 200 })(at(server), asked, signal())).toBeUndefined();
});

test.each([
  ["among 900 others", [...Array.from({ length: 900 }, (_, count) => `value ${count}`), "v"]],
  ["in several strings", ["x".repeat(300)]],
])("a value %s is seen over TCP", async (_, values) => {
  const server = await dns({ "_acme-challenge.a.test TXT": values }, { udp: "cut" });
  const options = { query, ...clock(), say: () => {}, limitMs: 0, signal: signal() };
  const record = { ...recordAt("_acme-challenge.a.test"), value: values.at(-1) ?? "" };
  await untilVisible([{ record, servers: [at(server)] }], options);
  expect(server.diary.at(-1)).toBe("tcp TXT _acme-challenge.a.test");
});

test("names come back in any case, as servers that mix it to be safe from forgers send them", async () => {
  const { options } = await world(["a.test"], { "_acme-challenge.a.test CNAME": ["X.B.TEST"] });
  const more = { "b.test SOA": ["x"], "b.test NS": ["ns.test"] };
  const resolver = await dns({ "a.test SOA": ["x"], "a.test NS": ["NS.test"], "ns.test A": ["127.0.0.1"], ...more });
  const located = await locateRecord("_ACME-Challenge.A.Test", { ...options, resolvers: [at(resolver)] });
  expect(located).toMatchObject({ hops: ["_acme-challenge.a.test", "x.b.test"], zone: "b.test" });
});

test("two vendors serve one zone and the record is at one of them: the other's servers are named, and the CA is not asked", async () => {
  const one = await dns({ "_acme-challenge.a.test TXT": ["v"] });
  const two = await dns({ "a.test SOA": ["x"] });
  const expected = [{ record: recordAt("_acme-challenge.a.test"), servers: [at(one, "ns.one"), at(two, "ns.two")] }];
  const options = { query, ...clock(), say: () => {}, limitMs: 300_000, signal: signal() };
  const problem = await untilVisible(expected, options).catch((error: unknown) => error);
  expect(problem).toMatchObject({ code: "dns-not-visible", message: expect.stringContaining("ns.two") });
  expect((problem as Error).message).not.toContain("ns.one");
  expect((problem as Error).message).toContain("the CA was not asked");
});

test("a secondary that lags for minutes is waited for, with two seconds between the questions", async () => {
  const slow = await dns({});
  const { now, wait } = clock();
  const told = async (ms: number) => {
    await wait(ms);
    if (now() >= 200_000) slow.records["_acme-challenge.a.test TXT"] = ["v"];
  };
  const options = { query, now, wait: told, say: () => {}, limitMs: 300_000, signal: signal() };
  await untilVisible([{ record: recordAt("_acme-challenge.a.test"), servers: [at(slow)] }], options);
  expect(now()).toBeLessThan(203_000);
  expect(slow.diary.length).toBeLessThan(110);
});

test("a server that knows nothing of the zone for a moment, as one that loads it again, is not left out", async () => {
  const good = await dns({ "_acme-challenge.a.test TXT": ["v"] });
  const loading = await dns({}, { rcodes: { test: "REFUSED" } });
  const said: string[] = [];
  const { now, wait } = clock();
  let shows = false;
  const some: typeof query = (server, question, end) =>
    query(server.name === "loading" && shows ? at(good) : server, question, end);
  const until = async (ms: number) => {
    await wait(ms);
    shows = now() >= 3000;
  };
  const options = {
    query: some,
    now,
    wait: until,
    say: (line: string) => said.push(line),
    limitMs: 60_000,
    signal: signal(),
  };
  const servers = [at(good), at(loading, "loading")];
  await untilVisible([{ record: recordAt("_acme-challenge.a.test"), servers }], options);
  expect(said).toEqual([]);
  expect(now()).toBeGreaterThanOrEqual(3000);
});

test("two orders of two hosts at once for one name: each sees both its values and removes its own", async () => {
  const { server, options } = await world(["a.test"], { "_acme-challenge.a.test TXT": ["the operator's own"] });
  const key = "_acme-challenge.a.test TXT";
  const change = (to: (now: readonly string[]) => readonly string[]) => {
    server.records[key] = to(server.records[key] ?? []);
  };
  const provider: DnsProvider = {
    present: async ({ value }) => change((now) => [...now, value]),
    cleanUp: async ({ value }) => change((now) => now.filter((one) => one !== value)),
  };
  const order = async (host: string) => {
    const presented = { read: async () => [], add: async () => {}, remove: async () => {} };
    const solver = dnsSolver({
      ...options,
      ...clock(),
      provider,
      presented,
      say: () => {},
      limitMs: 60_000,
      blindMs: 0,
    });
    const challenges = ["one", "two"].map((token) => ({
      ...{
        type: "dns-01" as const,
        domain: "a.test",
        wildcard: token === "two",
        token,
        keyAuthorization: token + host,
      },
    }));
    for (const challenge of challenges) await solver.present(challenge);
    await solver.settle(challenges, signal());
    expect(server.records[key]).toEqual(expect.arrayContaining(challenges.map(txtValue)));
    for (const challenge of challenges) await solver.cleanUp(challenge);
  };
  await Promise.all([order("host1"), order("host2")]);
  expect(server.records[key]).toEqual(["the operator's own"]);
});

test("where this host's resolver knows the zone from inside, the record is looked for where a public CA asks", async () => {
  const { options, server } = await world(["a.test"]);
  const record = { "a.test SOA": ["x"], "a.test NS": ["ns.world"], "ns.world A": ["127.0.0.7"] };
  const outer = await dns(record, { address: "127.0.0.7", port: server.port, zones: ["a.test"] });
  const isPublic = (address: string) => address === outer.address;
  const said: string[] = [];
  const presented = { read: async () => [], add: async () => {}, remove: async () => {} };
  const present = async (outside: readonly DnsServer[]) => {
    const provider: DnsProvider = { present: async () => {}, cleanUp: async () => {} };
    const how = { ...options, ...clock(), provider, presented, limitMs: 60_000, blindMs: 0 };
    const say = (line: string) => void said.push(line);
    const records = dnsRecords({ ...how, say, outside: { resolvers: outside.map((one) => at(one)), isPublic } });
    return await records.place("a.test", "v", signal());
  };
  expect(await present([outer])).toMatchObject({ zone: "a.test", fqdn: "_acme-challenge.a.test" });
  expect(said).toEqual([expect.stringMatching(/private servers for a\.test \(ns\.test\);.* looked for at ns\.world$/)]);
  expect(outer.diary).toContain("udp SOA _acme-challenge.a.test");
  said.length = 0;
  await present([]);
  expect(said).toEqual([]);
});
