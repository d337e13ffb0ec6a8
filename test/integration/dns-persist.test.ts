import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountClient } from "../../src/acme/account-client.ts";
import { persistSolver } from "../../src/challenge/dns/persist.ts";
import { query } from "../../src/challenge/dns/query.ts";
import { persistName, persistValue } from "../../src/model/persist-record.ts";
import { accountsInMemory, authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { type DnsServer, startDns } from "../support/dns-server.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let server: DnsServer;
let pebble: Pebble;
beforeAll(async () => {
  server = await startDns({ "a.test SOA": ["ns.a.test"], "a.test NS": ["ns.a.test"], "ns.a.test A": ["127.0.0.1"] });
  pebble = await startPebble({ dnsServer: `${server.address}:${server.port}` });
});
afterAll(async () => {
  await pebble.stop();
  await server[Symbol.asyncDispose]();
});

test("one record, set once, gives a name and its wildcard certificates again and again, and nothing is presented", async () => {
  const resolvers = [{ name: "local", address: server.address, port: server.port }];
  const solver = persistSolver({ query, resolvers, port: server.port, now: () => new Date(), say: () => {} });
  const issuers: string[] = [];
  const heard = {
    ...solver,
    async settle(challenges: Parameters<typeof solver.settle>[0], signal: AbortSignal) {
      issuers.push(...(challenges[0]?.persist?.issuers ?? []));
      await solver.settle(challenges, signal);
    },
  };
  const accounts = accountsInMemory();
  const { authority } = authorityAt(pebble, { accounts, solvers: [heard] });
  const lineage = lineageOf("a.test", "*.a.test");
  const reach = { userAgent: "test", verifySsl: true, caBundle: pebble.caFile, environment: {} };
  const client = accountClient({
    ...{ ...reach, directory: pebble.directory },
    accounts: { ...accounts, setAside: async () => "" },
  });
  await client.register(undefined, () => {}, never());
  await expect(authority.issue(lineage, plainly())).rejects.toMatchObject({ code: "persist-record-missing" });
  expect(pebble.requests().filter((line) => line.startsWith("POST /chalZ"))).toEqual([]);

  const { url: accountUri } = await client.show(never());
  const value = persistValue({ issuers, accountUri, wildcard: true });
  server.records[`${persistName("a.test")} TXT`] = [value];
  for (let times = 0; times < 2; times++) {
    const { fullchainPem } = await authority.issue(lineage, plainly());
    expect(new X509Certificate(fullchainPem).subjectAltName?.split(", ").sort()).toEqual([
      "DNS:*.a.test",
      "DNS:a.test",
    ]);
  }
  expect(server.records[`${persistName("a.test")} TXT`]).toEqual([value]);
});
