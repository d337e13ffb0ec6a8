import { X509Certificate } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { httpSender } from "../../src/challenge/dns/http-call.ts";
import { providers } from "../../src/challenge/dns/providers/table.ts";
import { query } from "../../src/challenge/dns/query.ts";
import type { DnsOptions } from "../../src/challenge/dns/records.ts";
import { dnsSolver } from "../../src/challenge/dns/solver.ts";
import { presentedRecords } from "../../src/store/presented-records.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { type PowerDns, startPowerDns, tsigSecret } from "../support/power-dns.ts";

let server: PowerDns;
let pebble: Pebble;
beforeAll(async () => {
  server = await startPowerDns();
  pebble = await startPebble({ dnsServer: `${server.address}:${server.port}` });
});
afterAll(async () => {
  await pebble.stop();
  await server[Symbol.asyncDispose]();
});

const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n", environment: {} };

const ways = {
  pdns: () => ({ PDNS_API_URL: `${server.apiUrl}/`, PDNS_API_KEY: "key-1" }),
  rfc2136: () => ({
    RFC2136_NAMESERVER: `${server.address}:${server.port}`,
    ...{ RFC2136_TSIG_KEY: "updater", RFC2136_TSIG_SECRET: tsigSecret },
  }),
};
type Way = keyof typeof ways;

const open = async (way: Way, more: Record<string, string> = {}) =>
  (await providers[way]())({ ...ways[way](), ...more }, tools);

describe.each(Object.keys(ways) as Way[])("a real PowerDNS by %s", (way) => {
  const fqdn = `_acme-challenge.${way}.pdns.test`;
  const record = (value: string, zone = "pdns.test") => ({ zone, fqdn, value, domain: `${way}.pdns.test` });

  test("takes two values under one name, the same one twice, and gives up one by one what may be gone already", async () => {
    const provider = await open(way);
    for (const value of ["one", "two", "two"]) await provider.present(record(value), never());
    await expect.poll(async () => [...(await server.values(fqdn))].sort(), { timeout: 30_000 }).toEqual(["one", "two"]);
    for (const value of ["one", "gone"]) await provider.cleanUp(record(value), never());
    await expect.poll(() => server.values(fqdn), { timeout: 30_000 }).toEqual(["two"]);
    for (const value of ["two", "two"]) await provider.cleanUp(record(value), never());
    await expect.poll(() => server.values(fqdn), { timeout: 30_000 }).toEqual([]);
  });

  test("says that it does not have the zone", async () => {
    const provider = await open(way);
    await expect(provider.present(record("v", "elsewhere.test"), never())).rejects.toMatchObject({
      code: "dns-api-zone",
    });
  });

  test("refuses a wrong key", async () => {
    const other = Buffer.from("another key").toString("base64");
    const provider = await open(way, { PDNS_API_KEY: "key-2", RFC2136_TSIG_SECRET: other });
    await expect(provider.present(record("v"), never())).rejects.toMatchObject({ code: "dns-api-refused" });
  });

  test("gives a certificate for a name and its wildcard, and keeps no record", async () => {
    const dns: DnsOptions = {
      provider: await open(way),
      presented: presentedRecords(await temporaryFolder()),
      resolvers: [{ name: "PowerDNS", address: server.address, port: server.port }],
      ...{ port: server.port, query, say: () => {}, now: Date.now, limitMs: 60_000, blindMs: 0 },
      wait: (ms, signal) => sleep(ms / 4, undefined, { signal }),
    };
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(dns)] });
    const name = `${way}.pdns.test`;
    const { fullchainPem } = await authority.issue({ ...lineageOf(name), domains: [name, `*.${name}`] }, plainly());
    expect(new X509Certificate(fullchainPem).subjectAltName).toBe(`DNS:${name}, DNS:*.${name}`);
    await expect.poll(() => server.values(fqdn), { timeout: 30_000 }).toEqual([]);
  });
});
