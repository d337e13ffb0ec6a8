import { afterEach, expect, test } from "vitest";
import { locateRecord } from "../../../src/challenge/dns/locate.ts";
import { query, queryWithin } from "../../../src/challenge/dns/query.ts";
import { dnsRecords } from "../../../src/challenge/dns/records.ts";
import { dnsSolver, probeDns, txtValue } from "../../../src/challenge/dns/solver.ts";
import { untilVisible } from "../../../src/challenge/dns/visible.ts";
import { findZone } from "../../../src/challenge/dns/zone.ts";
import type { Challenge } from "../../../src/model/challenge.ts";
import type { DnsProvider, TxtRecord } from "../../../src/model/dns.ts";
import { type DnsServer, type DnsServerOptions, type Records, startDns } from "../../support/dns-server.ts";

const started: DnsServer[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server[Symbol.asyncDispose]();
});

async function dns(records: Records, options?: DnsServerOptions): Promise<DnsServer> {
  const server = await startDns(records, options);
  started.push(server);
  return server;
}

/** For servers that stay silent. */
const soon = queryWithin({ udpMs: 150, tcpMs: 800 });
const signal = () => AbortSignal.timeout(60_000);
const at = ({ address, port }: DnsServer, name = address) => ({ name, address, port });
const txt = (name: string) => ({ name, type: "TXT", recursive: false }) as const;

/** A resolver for a.test with one authoritative server, or several at addresses of their own on one port. */
async function zoneAt(zone: string, records: Records, more: Records = {}, servers = ["127.0.0.1"]) {
  const [first, ...others] = servers;
  const authoritative = [await dns(records, { address: first ?? "", zones: [zone] })];
  const port = authoritative[0]?.port ?? 0;
  for (const address of others) authoritative.push(await dns({ ...records }, { address, port, zones: [zone] }));
  const names = servers.map((_, index) => `ns${index}.servers.test`);
  const hosts = Object.fromEntries(servers.map((address, index) => [`ns${index}.servers.test A`, [address]]));
  const resolver = await dns({ [`${zone} SOA`]: ["ns.test"], [`${zone} NS`]: names, ...hosts, ...more });
  return { authoritative, options: { query, resolvers: [at(resolver, "resolver")], port, signal: signal() }, resolver };
}

test("a question is asked over UDP, and over TCP when the answer was cut", async () => {
  const server = await dns({ "t.a.test TXT": ["v"] }, { udp: "cut" });
  expect((await query(at(server), txt("t.a.test"), signal()))?.answers).toEqual([
    { name: "t.a.test", type: "TXT", data: "v" },
  ]);
  expect(server.diary).toEqual(["udp TXT t.a.test", "tcp TXT t.a.test"]);
});

test("where UDP is not let through, TCP answers", async () => {
  const server = await dns({ "t.a.test TXT": ["v"] }, { udp: "silent" });
  expect(
    (await queryWithin({ udpMs: 150, tcpMs: 30_000 })(at(server), txt("t.a.test"), signal()))?.answers[0]?.data,
  ).toBe("v");
});

test.each(["garbage", "forged"] as const)("an answer that is %s is not taken", async (udp) => {
  const server = await dns({ "t.a.test TXT": ["v"] }, { udp });
  expect(
    (await queryWithin({ udpMs: 150, tcpMs: 30_000 })(at(server), txt("t.a.test"), signal()))?.answers[0]?.data,
  ).toBe("v");
});

test("a server that answers nothing gives undefined, in bounded time", async () => {
  const server = await dns({}, { udp: "silent", tcp: "silent" });
  expect(await soon(at(server), txt("t.a.test"), signal())).toBeUndefined();
});

test("the zone is the closest name upwards with a SOA record, past a label that is a CNAME", async () => {
  const resolver = await dns({
    "a.test SOA": ["ns.test"],
    "www.a.test CNAME": ["edge.example"],
    "www.a.test SOA": ["ns.example"],
  });
  const options = { query, resolvers: [at(resolver)], signal: signal() };
  expect(await findZone("deep.b.a.test", options)).toBe("a.test");
  expect(await findZone("www.a.test", options)).toBe("a.test");
});

test("a name that is not registered has no zone, although its top level has one", async () => {
  const resolver = await dns({ "test SOA": ["ns.test"] });
  await expect(findZone("gone.test", { query, resolvers: [at(resolver)], signal: signal() })).rejects.toMatchObject({
    code: "dns-no-zone",
  });
});

test("a resolver that does not answer is passed over, and none at all is named", async () => {
  const silent = await dns({}, { udp: "silent", tcp: "silent" });
  const good = await dns({ "a.test SOA": ["ns.test"] });
  const options = { query: soon, resolvers: [at(silent, "office"), at(good)], signal: signal() };
  expect(await findZone("a.test", options)).toBe("a.test");
  await expect(findZone("a.test", { ...options, resolvers: [at(silent, "office")] })).rejects.toMatchObject({
    code: "dns-silent",
    message: expect.stringContaining("office"),
  });
});

test("the record is located at the zone's own servers, which no resolver is asked for", async () => {
  const { options, authoritative, resolver } = await zoneAt("a.test", { "a.test SOA": ["ns.test"] });
  const located = await locateRecord("_acme-challenge.www.a.test", options);
  expect(located).toMatchObject({ fqdn: "_acme-challenge.www.a.test", zone: "a.test" });
  expect(located.servers).toHaveLength(1);
  expect(authoritative[0]?.diary).toEqual(["udp SOA _acme-challenge.www.a.test"]);
  expect(resolver.diary.filter((line) => line.includes("_acme-challenge"))).toEqual([]);
});

test("a CNAME leads into another zone, hop by hop", async () => {
  const more = {
    "b.test SOA": ["ns.test"],
    "b.test NS": ["ns0.servers.test"],
  };
  const records = { "_acme-challenge.a.test CNAME": ["x.b.test"] };
  const { options } = await zoneAt("a.test", records, more);
  expect(await locateRecord("_acme-challenge.a.test", options)).toMatchObject({
    hops: ["_acme-challenge.a.test", "x.b.test"],
    fqdn: "x.b.test",
    zone: "b.test",
  });
});

test("CNAMEs that lead in a circle are said with their names", async () => {
  const records = { "_acme-challenge.a.test CNAME": ["x.a.test"], "x.a.test CNAME": ["_acme-challenge.a.test"] };
  const { options } = await zoneAt("a.test", records);
  await expect(locateRecord("_acme-challenge.a.test", options)).rejects.toMatchObject({ code: "dns-cname-nowhere" });
});

test("a CNAME that leads to a domain that is gone is said with its names, not as a wrong CERTBOT_DOMAIN", async () => {
  const { options } = await zoneAt("a.test", { "_acme-challenge.a.test CNAME": ["x.expired.example"] });
  await expect(locateRecord("_acme-challenge.a.test", options)).rejects.toMatchObject({
    code: "dns-cname-nowhere",
    message: expect.stringContaining("_acme-challenge.a.test and then x.expired.example"),
    fix: expect.stringContaining("CNAME"),
  });
});

test("a zone below that only its parent's servers know is found by their referral", async () => {
  const more = { "child.servers.test A": ["127.0.0.9"] };
  const { options } = await zoneAt("a.test", { "_acme-challenge.a.test NS": ["child.servers.test"] }, more);
  const child = await dns({ "_acme-challenge.a.test SOA": ["ns.test"] }, { address: "127.0.0.9", port: options.port });
  const located = await locateRecord("_acme-challenge.a.test", options);
  expect(located.zone).toBe("_acme-challenge.a.test");
  expect(located.servers.map(({ address }) => address)).toEqual([child.address]);
});

/** A clock that only waiting moves. */
function clock() {
  let ms = 0;
  const wait = async (time: number) => {
    ms += time;
  };
  return { now: () => ms, wait };
}

const record = (value: string, fqdn = "_acme-challenge.a.test"): TxtRecord => ({
  zone: "a.test",
  fqdn,
  value,
  domain: "a.test",
});

test("a slow secondary is waited for", async () => {
  const fast = await dns({ "_acme-challenge.a.test TXT": ["v"] });
  const slow = await dns({});
  const { now, wait } = clock();
  const told = async (ms: number) => {
    await wait(ms);
    if (now() >= 10_000) slow.records["_acme-challenge.a.test TXT"] = ["other", "v"];
  };
  const options = { query, now, wait: told, say: () => {}, limitMs: 120_000, signal: signal() };
  await untilVisible([{ record: record("v"), servers: [at(fast), at(slow)] }], options);
  expect(now()).toBeGreaterThanOrEqual(10_000);
  expect(now()).toBeLessThan(12_000);
});

test("a server that never shows it is named when time is up", async () => {
  const server = await dns({ "_acme-challenge.a.test TXT": ["another"] });
  const options = { query, ...clock(), say: () => {}, limitMs: 60_000, signal: signal() };
  await expect(
    untilVisible([{ record: record("v"), servers: [at(server, "ns1.slow")] }], options),
  ).rejects.toMatchObject({
    code: "dns-not-visible",
    message: expect.stringContaining("ns1.slow"),
  });
});

test.each([-86_400_000, 86_400_000])(
  "a clock that is set by %i ms meanwhile changes nothing about it",
  async (jump) => {
    const server = await dns({ "_acme-challenge.a.test TXT": ["another"] });
    const { now, wait } = clock();
    let waits = 0;
    const setOnce = async (ms: number) => {
      waits += 1;
      await wait(waits === 5 ? ms + jump : ms);
      if (waits > 100) throw new Error("waits on");
    };
    const options = { query, now, wait: setOnce, say: () => {}, limitMs: 60_000, signal: signal() };
    await expect(untilVisible([{ record: record("v"), servers: [at(server)] }], options)).rejects.toMatchObject({
      code: "dns-not-visible",
    });
    expect(waits).toBeGreaterThan(jump > 0 ? 5 : 25);
  },
);

test("a server that does not answer is left out and said, when another shows the record", async () => {
  const good = await dns({ "_acme-challenge.a.test TXT": ["v"] });
  const said: string[] = [];
  const some = (server: { name: string }, question: Parameters<typeof query>[1], given: AbortSignal) =>
    server.name === "dead" ? Promise.resolve(undefined) : query(at(good), question, given);
  const options = {
    query: some,
    ...clock(),
    say: (line: string) => said.push(line),
    limitMs: 60_000,
    signal: signal(),
  };
  const dead = { name: "dead", address: "192.0.2.1", port: 53 };
  await untilVisible([{ record: record("v"), servers: [at(good), dead] }], options);
  expect(said.join()).toContain("dead");
});

/** A provider that writes into a name server, and what was asked of it. */
function providerOf(servers: readonly DnsServer[], diary: string[], fail?: (verb: string) => boolean): DnsProvider {
  const change = (verb: string, { fqdn, value }: TxtRecord, to: (now: readonly string[]) => readonly string[]) => {
    diary.push(`${verb} ${fqdn} ${value}`);
    if (fail?.(verb)) throw new Error(`${verb} refused`);
    for (const server of servers) server.records[`${fqdn} TXT`] = to(server.records[`${fqdn} TXT`] ?? []);
  };
  return {
    present: async (one) => change("present", one, (now) => [...now, one.value]),
    cleanUp: async (one) => change("cleanUp", one, (now) => now.filter((value) => value !== one.value)),
  };
}

function memory(...kept: TxtRecord[]) {
  return {
    kept,
    read: async () => [...kept],
    add: async (one: TxtRecord) => void kept.push(one),
    remove: async (one: TxtRecord) =>
      void kept.splice(
        kept.findIndex(({ value }) => value === one.value),
        1,
      ),
  };
}

async function solving(fail?: (verb: string) => boolean, left: TxtRecord[] = []) {
  const { options, authoritative } = await zoneAt("a.test", { "a.test SOA": ["ns.test"] });
  const diary: string[] = [];
  const said: string[] = [];
  const presented = memory(...left);
  const all = {
    ...{ ...options, ...clock(), limitMs: 60_000, blindMs: 30_000, presented },
    say: (line: string) => said.push(line),
    provider: providerOf(authoritative, diary, fail),
  };
  return { all, diary, presented, authoritative, said };
}

const challenge = (token: string, domain = "a.test"): Challenge => ({
  ...{ type: "dns-01" as const, domain, wildcard: false, token },
  keyAuthorization: `${token}.key`,
});

test("a name and its wildcard stand side by side under one name, and are removed one by one", async () => {
  const { all, authoritative, presented } = await solving();
  const solver = dnsSolver(all);
  const both = [challenge("one"), { ...challenge("two"), wildcard: true }];
  for (const one of both) await solver.present(one);
  await solver.settle(both, signal());
  expect(authoritative[0]?.records["_acme-challenge.a.test TXT"]).toEqual(both.map(txtValue));
  expect(presented.kept).toHaveLength(2);
  await solver.cleanUp(challenge("one"));
  expect(authoritative[0]?.records["_acme-challenge.a.test TXT"]).toEqual([txtValue(challenge("two"))]);
  await solver.cleanUp(challenge("two"));
  expect(presented.kept).toEqual([]);
});

test("a record is written down before it is made, so that a kill in between leaves nothing behind", async () => {
  const { all, diary, presented } = await solving((verb) => verb === "present");
  await expect(dnsSolver(all).present(challenge("one"))).rejects.toThrow("present refused");
  expect(presented.kept).toHaveLength(1);
  const next = await solving(undefined, presented.kept);
  await dnsSolver(next.all).present(challenge("two"));
  expect(diary).toHaveLength(1);
  expect(next.diary[0]).toBe(`cleanUp _acme-challenge.a.test ${txtValue(challenge("one"))}`);
  expect(next.presented.kept.map(({ value }) => value)).toEqual([txtValue(challenge("two"))]);
});

test("what an earlier run left and cannot be removed is said, and does not stop this one", async () => {
  const { all, said } = await solving((verb) => verb === "cleanUp", [record("old")]);
  await dnsSolver(all).present(challenge("one"));
  expect(said.join()).toContain("could not be removed");
});

test("a challenge of a process that was killed is cleaned up by another", async () => {
  const left = record(txtValue(challenge("one")));
  const { all, diary, presented } = await solving(undefined, [left]);
  await dnsSolver(all).cleanUp(challenge("one"));
  expect(diary).toEqual([`cleanUp _acme-challenge.a.test ${left.value}`]);
  expect(presented.kept).toEqual([]);
});

test("a probe presents, sees and removes a record", async () => {
  const { all, diary, authoritative } = await solving();
  await probeDns(["a.test"], all, signal());
  const value = diary[0]?.split(" ").at(-1);
  expect(value).toMatch(/^httpsidecar-probe-/);
  expect(diary).toEqual([`present _acme-challenge.a.test ${value}`, `cleanUp _acme-challenge.a.test ${value}`]);
  expect(authoritative[0]?.records["_acme-challenge.a.test TXT"]).toEqual([]);
});

test("a probe that fails is cleaned up too", async () => {
  const { all, diary, presented } = await solving((verb) => verb === "present");
  await expect(probeDns(["a.test"], all, signal())).rejects.toThrow("present refused");
  expect(diary.at(-1)).toMatch(/^cleanUp _acme-challenge.a.test httpsidecar-probe-/);
  expect(presented.kept).toEqual([]);
});

test("where no server of the zone can be asked, time is waited instead, and it is said", async () => {
  const resolver = await dns({ "a.test SOA": ["x"], "a.test NS": ["ns0.test"], "ns0.test A": ["127.0.0.1"] });
  const dead = await dns({}, { udp: "silent", tcp: "silent" });
  const { now, wait } = clock();
  const said: string[] = [];
  const options = {
    ...{ query: soon, now, wait, limitMs: 60_000, blindMs: 45_000, presented: memory(), port: dead.port },
    ...{ resolvers: [at(resolver)], provider: providerOf([], []), say: (line: string) => said.push(line) },
  };
  const records = dnsRecords(options);
  const placed = await records.place("a.test", "v", signal());
  await records.settle([placed], signal());
  expect(now()).toBe(45_000);
  expect(said.join()).toContain("port 53");
});
