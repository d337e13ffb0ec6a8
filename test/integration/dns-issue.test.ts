import { X509Certificate } from "node:crypto";
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hookSolver } from "../../src/challenge/dns/hooks.ts";
import { httpSender } from "../../src/challenge/dns/http-call.ts";
import { dnsPreflight } from "../../src/challenge/dns/preflight.ts";
import { providers } from "../../src/challenge/dns/providers/table.ts";
import { query } from "../../src/challenge/dns/query.ts";
import type { DnsOptions } from "../../src/challenge/dns/records.ts";
import { dnsSolver } from "../../src/challenge/dns/solver.ts";
import type { Lineage } from "../../src/model/lineage.ts";
import { presentedRecords } from "../../src/store/presented-records.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { type Api, apis, startApi } from "../support/dns-apis.ts";
import { type DnsServer, startDns } from "../support/dns-server.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

/** One name server is the resolver, the zone's own server, and the one that Pebble asks. */
let server: DnsServer;
let pebble: Pebble;
let api: Api;
beforeAll(async () => {
  server = await startDns({
    "a.test SOA": ["ns.a.test"],
    "a.test NS": ["ns.a.test"],
    "ns.a.test A": ["127.0.0.1"],
    "b.test SOA": ["ns.a.test"],
    "b.test NS": ["ns.a.test"],
  });
  pebble = await startPebble({ dnsServer: `${server.address}:${server.port}` });
  api = await startApi((asked, records) => {
    const reply = apis.httpreq(asked, records);
    publish(records);
    return reply;
  });
});
afterAll(async () => {
  await pebble.stop();
  await api.close();
  await server[Symbol.asyncDispose]();
});

function publish(records: readonly string[]): void {
  for (const key of Object.keys(server.records)) if (key.endsWith(" TXT")) delete server.records[key];
  for (const [name = "", value = ""] of records.map((line) => line.split(" ")))
    server.records[`${name} TXT`] = [...(server.records[`${name} TXT`] ?? []), value];
}

async function core(more: Partial<DnsOptions> = {}): Promise<DnsOptions> {
  const values = { HTTPREQ_ENDPOINT: api.url, HTTPREQ_USERNAME: "id-1", HTTPREQ_PASSWORD: "secret-1" };
  const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n", environment: {} };
  return {
    provider: (await providers.httpreq())(values, tools),
    presented: presentedRecords(await mkdtemp(join(tmpdir(), "dns-records-"))),
    resolvers: [{ name: "local", address: server.address, port: server.port }],
    ...{ port: server.port, query, say: () => {}, now: Date.now, limitMs: 120_000, blindMs: 0 },
    wait: (ms, signal) => sleep(ms / 20, undefined, { signal }),
    ...more,
  };
}

const wildcard: Lineage = { name: "a.test", domains: ["a.test", "*.a.test"], domainAsTyped: "a.test,*.a.test" };

describe("dns-01", () => {
  test("gives a certificate for a name and its wildcard, and leaves no record", async () => {
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(await core())] });
    const { fullchainPem } = await authority.issue(wildcard, plainly());
    expect(new X509Certificate(fullchainPem).subjectAltName).toBe("DNS:a.test, DNS:*.a.test");
    expect(api.records).toEqual([]);
  });

  test("asks the CA to validate only when every record is there", async () => {
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(await core())] });
    const before = pebble.requests().length;
    await authority.issue({ ...wildcard, name: "b.test", domains: ["b.test", "*.b.test"] }, plainly());
    const asked = pebble.requests().slice(before);
    expect(asked.filter((line) => line === "POST /chalZ/")).toHaveLength(2);
    const lastRead = asked.indexOf("POST /chalZ/");
    expect(asked.slice(0, lastRead).filter((line) => line === "POST /authZ/")).toHaveLength(2);
  });

  test("a record that a killed run left goes as well where the CA uses its validations again and asks for no challenge", async () => {
    const reusing = await startPebble({ dnsServer: `${server.address}:${server.port}`, authzReuse: 100 });
    onTestFinished(() => reusing.stop());
    const dns = await core();
    const left = { zone: "a.test", fqdn: "_acme-challenge.old.a.test", value: "L".repeat(43), domain: "old.a.test" };
    const { authority, accounts } = authorityAt(reusing, { solvers: [dnsSolver(dns)] });
    await authority.issue(wildcard, plainly());
    await dns.presented.add(left);
    await dns.provider.present(left, never());
    const next = authorityAt(reusing, { solvers: [dnsSolver(dns)], accounts });
    const before = reusing.requests().length;
    await next.authority.issue(wildcard, plainly());
    expect(reusing.requests().slice(before)).not.toContain("POST /chalZ/");
    expect(api.records).toEqual([]);
    expect(await dns.presented.read()).toEqual([]);
  });

  test("a wrong key is known before the CA is asked, and costs no validation", async () => {
    const values = { HTTPREQ_ENDPOINT: api.url, HTTPREQ_USERNAME: "id-1", HTTPREQ_PASSWORD: "wrong" };
    const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n", environment: {} };
    const provider = (await providers.httpreq())(values, tools);
    const { check } = dnsPreflight({ authority: { caaIdentities: async () => [] }, dns: await core({ provider }) });
    const before = pebble.requests().length;
    await expect(check(wildcard, { mend: true, signal: never() })).rejects.toMatchObject({ code: "dns-api-refused" });
    expect(pebble.requests().slice(before)).toEqual([]);
  });

  test("what is right is seen beforehand, and nothing is left of it", async () => {
    const dns = await core();
    const { check } = dnsPreflight({ authority: { caaIdentities: async () => [] }, dns });
    expect(await check(wildcard, { mend: true, signal: never() })).toEqual([]);
    expect(api.records).toEqual([]);
    expect(await dns.presented.read()).toEqual([]);
  });

  test("a failed validation is told with what the CA saw", async () => {
    const nothing = {
      type: "dns-01" as const,
      present: async () => {},
      settle: async () => {},
      cleanUp: async () => {},
    };
    const { authority } = authorityAt(pebble, { solvers: [nothing] });
    await expect(authority.issue(lineageOf("c.a.test"), plainly())).rejects.toMatchObject({
      code: expect.stringMatching(/^validation-/),
      names: ["c.a.test"],
    });
  });
});

describe("certbot's manual hooks", () => {
  test("get certbot's variables, one challenge after the other, and prove a wildcard", async () => {
    const folder = await mkdtemp(join(tmpdir(), "dns-hooks-"));
    const diary = join(folder, "diary");
    const hook = join(folder, "hook.sh");
    const call = `curl -s -u id-1:secret-1 -H 'content-type: application/json' -d "{\\"fqdn\\":\\"_acme-challenge.$CERTBOT_DOMAIN.\\",\\"value\\":\\"$CERTBOT_VALIDATION\\"}"`;
    await writeFile(
      hook,
      `#!/bin/sh\n${call} ${api.url}/$1\necho "$1 $CERTBOT_DOMAIN left=$CERTBOT_REMAINING_CHALLENGES all=$CERTBOT_ALL_DOMAINS output=$CERTBOT_AUTH_OUTPUT" >>"${diary}"\necho made\n`,
    );
    await chmod(hook, 0o755);
    const solver = hookSolver({
      ...{ type: "dns-01", domains: wildcard.domains, environment: { PATH: process.env["PATH"] } },
      ...{ auth: `${hook} present`, cleanUp: `${hook} cleanup` },
    });
    const { authority } = authorityAt(pebble, { solvers: [solver] });
    const { fullchainPem } = await authority.issue(wildcard, plainly());
    expect(new X509Certificate(fullchainPem).subjectAltName).toContain("*.a.test");
    const lines = (await readFile(diary, "utf8")).trim().split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "present a.test left=1 all=a.test,*.a.test output=",
      "present a.test left=0 all=a.test,*.a.test output=",
    ]);
    expect(lines.slice(2)).toHaveLength(2);
    for (const line of lines.slice(2)) expect(line).toMatch(/^cleanup a\.test .*output=made$/);
    expect(api.records).toEqual([]);
  });

  test("that fail stop the order before the CA validates, with the hook's last line", async () => {
    const solver = hookSolver({
      ...{ type: "dns-01", domains: ["a.test"], environment: { PATH: process.env["PATH"] } },
      ...{ auth: "echo zone is locked >&2; exit 7", cleanUp: undefined },
    });
    const { authority } = authorityAt(pebble, { solvers: [solver] });
    await expect(authority.issue(lineageOf("d.a.test"), plainly())).rejects.toMatchObject({
      code: "manual-hook-failed",
      message: expect.stringContaining("ended with exit code 7: zone is locked"),
    });
  });
});
