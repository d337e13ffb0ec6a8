import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dnsPreflight } from "../../src/challenge/dns/preflight.ts";
import { providers } from "../../src/challenge/dns/providers/table.ts";
import { type Query, query } from "../../src/challenge/dns/query.ts";
import type { DnsOptions } from "../../src/challenge/dns/records.ts";
import { dnsSolver } from "../../src/challenge/dns/solver.ts";
import { presentedRecords } from "../../src/store/presented-records.ts";
import { authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Knot, keys, startKnot } from "../support/knot.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let knot: Knot;
let pebble: Pebble;
beforeAll(async () => {
  knot = await startKnot();
  pebble = await startPebble({ dnsServer: `${knot.resolver.address}:${knot.port}` });
});
afterAll(async () => {
  await pebble.stop();
  await knot[Symbol.asyncDispose]();
});

const valuesOf = (more: Record<string, string> = {}) => ({
  RFC2136_NAMESERVER: `${knot.primary.address}:${knot.port}`,
  ...{ RFC2136_TSIG_KEY: "updater", RFC2136_TSIG_SECRET: keys.updater },
  ...more,
});

interface Watched extends DnsOptions {
  said: string[];
  /** `secondary no` and `secondary yes`, in the order of the answers about TXT */
  seen: string[];
}

async function core({ values = valuesOf(), folder = "" } = {}): Promise<Watched> {
  const said: string[] = [];
  const seen: string[] = [];
  const watching: Query = async (server, question, signal) => {
    const reply = await query(server, question, signal);
    const name = server.address === knot.secondary.address ? "secondary" : "primary";
    if (question.type === "TXT" && !question.recursive) seen.push(`${name} ${reply?.answers.length ? "yes" : "no"}`);
    return reply;
  };
  const tools = { send: () => expect.unreachable(), now: () => new Date(), nonce: () => "n", environment: {} };
  return {
    ...{ said, seen, provider: (await providers.rfc2136())(values, tools) },
    presented: presentedRecords(folder || (await temporaryFolder())),
    resolvers: [knot.resolver],
    ...{
      port: knot.port,
      query: watching,
      say: (line) => said.push(line),
      now: Date.now,
      limitMs: 120_000,
      blindMs: 0,
    },
    wait: (ms, signal) => sleep(ms / 4, undefined, { signal }),
  };
}

const lineage = (...domains: [string, ...string[]]) => ({ ...lineageOf(domains[0]), domains });

async function probe(name: string, values: Record<string, string>) {
  const dns = await core({ values: valuesOf(values) });
  const { check } = dnsPreflight({ authority: { caaIdentities: async () => [] }, dns, resolveCaa: async () => [] });
  return await check(lineage(name), { mend: true, signal: never() });
}

describe("RFC 2136 at a real Knot, with a secondary that is late and Unbound in front of the CA", () => {
  test("two values under one name: the CA is asked when the secondary shows both, and none is left", async () => {
    const dns = await core();
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(dns)] });
    const { fullchainPem } = await authority.issue(lineage("knot.test", "*.knot.test"), plainly());
    expect(new X509Certificate(fullchainPem).subjectAltName).toBe("DNS:knot.test, DNS:*.knot.test");
    const late = dns.seen.filter((line) => line === "secondary no");
    expect(late.length).toBeGreaterThan(0);
    expect(dns.seen.slice(-2)).toEqual(["secondary yes", "secondary yes"]);
    expect(await knot.values(knot.primary, "_acme-challenge.knot.test")).toEqual([]);
    expect(await dns.presented.read()).toEqual([]);
  });

  test("a CNAME into another zone is followed to the server that takes the update, and the way is said", async () => {
    const dns = await core();
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(dns)] });
    await authority.issue(lineage("corp.test"), plainly());
    expect(dns.said).toContain("_acme-challenge.corp.test → corp.knot.test (CNAME), in the zone knot.test");
    expect(await knot.values(knot.primary, "corp.knot.test")).toEqual([]);
  });

  test("a zone below on the same servers gets the record, not the zone above it", async () => {
    const dns = await core();
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(dns)] });
    const { fullchainPem } = await authority.issue(lineage("sub.knot.test"), plainly());
    expect(new X509Certificate(fullchainPem).subjectAltName).toBe("DNS:sub.knot.test");
    expect(await knot.values(knot.primary, "_acme-challenge.sub.knot.test")).toEqual([]);
  });

  test.each([
    ["a wrong secret", { RFC2136_TSIG_SECRET: keys.other }, "the secret is not that of this key (BADSIG)"],
    ["an unknown key", { RFC2136_TSIG_KEY: "nobody" }, "does not know this key"],
    [
      "a key without rights",
      { RFC2136_TSIG_KEY: "other", RFC2136_TSIG_SECRET: keys.other },
      "or lets it change nothing in knot.test (BADKEY)",
    ],
  ])("%s is known before the CA is asked", async (_, values, says) => {
    const before = pebble.requests().length;
    await expect(probe("www.knot.test", values)).rejects.toMatchObject({
      code: "dns-api-refused",
      message: expect.stringContaining(says),
    });
    expect(pebble.requests().slice(before)).toEqual([]);
  });

  test("the rights that the page tells to grant are enough for the record, and for nothing beside it", async () => {
    const key = { RFC2136_TSIG_KEY: "httpsidecar", RFC2136_TSIG_SECRET: keys.httpsidecar };
    expect(await probe("least.test", key)).toEqual([]);
    await expect(probe("www.least.test", key)).rejects.toMatchObject({ code: "dns-api-refused" });
  });

  test("a server that does not have the zone is told as that, and a wrong clock as that, not as a wrong key", async () => {
    const update = async (zone: string, now: Date) => {
      const tools = { send: () => expect.unreachable(), now: () => now, nonce: () => "n", environment: {} };
      const provider = (await providers.rfc2136())(valuesOf(), tools);
      await provider.present({ zone, fqdn: `_acme-challenge.${zone}`, value: "v", domain: zone }, never());
    };
    await expect(update("elsewhere.test", new Date())).rejects.toMatchObject({
      code: "dns-api-zone",
      message: "RFC 2136 has no zone elsewhere.test in this account",
    });
    const early = new Date(Date.now() - 10 * 60_000);
    await expect(update("knot.test", early)).rejects.toMatchObject({
      code: "dns-api-clock",
      message: expect.stringContaining("BADTIME"),
      fix: expect.stringContaining("timedatectl set-ntp true"),
    });
  });

  test("what a kill -9 left between presenting and removing goes at the next start", async () => {
    const folder = await temporaryFolder();
    const child = fileURLToPath(new URL("../support/dns-child.ts", import.meta.url));
    const { signal } = await execa("node", [child, folder, JSON.stringify(valuesOf()), `${knot.port}`], {
      reject: false,
      preferLocal: true,
      localDir: join(import.meta.dirname, "../.."),
    });
    expect(signal).toBe("SIGKILL");
    expect(await knot.values(knot.primary, "_acme-challenge.killed.knot.test")).toHaveLength(1);
    const { authority } = authorityAt(pebble, { solvers: [dnsSolver(await core({ folder }))] });
    await authority.issue(lineage("www.knot.test"), plainly());
    expect(await knot.values(knot.primary, "_acme-challenge.killed.knot.test")).toEqual([]);
    expect(await presentedRecords(folder).read()).toEqual([]);
  });
});
