import { expect, onTestFinished, test } from "vitest";
import { persistPreflight, persistSolver } from "../../../src/challenge/dns/persist.ts";
import { query } from "../../../src/challenge/dns/query.ts";
import type { Challenge } from "../../../src/model/challenge.ts";
import { lineageOf, never } from "../../support/acme.ts";
import { type Records, startDns } from "../../support/dns-server.ts";

const accountUri = "https://ca.test/acct/1";
const record = `ca.test; accounturi=${accountUri}; policy=wildcard`;
const now = new Date("2026-11-29T00:00:00Z");
const challenge: Challenge = {
  ...{ type: "dns-persist-01", domain: "a.test", wildcard: true, token: "", keyAuthorization: "" },
  persist: { issuers: ["ca.test"], accountUri },
};

async function world(values: readonly string[], account: string | undefined = accountUri) {
  const zone: Records = { "a.test SOA": ["ns.a.test"], "a.test NS": ["ns.a.test"], "ns.a.test A": ["127.0.0.1"] };
  const server = await startDns({ ...zone, "_validation-persist.a.test TXT": values });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const said: string[] = [];
  const resolvers = [{ name: "local", address: server.address, port: server.port }];
  const options = { query, resolvers, port: server.port, now: () => now, say: (line: string) => void said.push(line) };
  const authority = { caaIdentities: async () => ["ca.test"] };
  const resolveCaa = async () => [];
  const preflight = persistPreflight({
    ...options,
    authority,
    account: async () => ({ accountUri: account }),
    resolveCaa,
  });
  return {
    said,
    settle: () => persistSolver(options).settle([challenge], never()),
    check: () => preflight.check(lineageOf("a.test", "*.a.test"), { mend: true, signal: never() }),
  };
}

test("the record is read at the zone's own servers, before the CA is asked and before it looks", async () => {
  const { said, settle, check } = await world(["v=spf1 -all", record]);
  await settle();
  expect(await check()).toEqual([]);
  expect(said).toEqual([]);
});

test.each([[[]], [["ca.test; accounturi=https://ca.test/acct/2; policy=wildcard"]], [[`${record}; persistUntil=1`]]])(
  "without it, or with %j, the CA is not asked, and the way to the record is said",
  async (values) => {
    const { settle, check } = await world(values);
    const refusal = {
      code: "persist-record-missing",
      message: "the TXT record _validation-persist.a.test does not let this account obtain certificates",
      fix: expect.stringContaining("httpsidecar dns-record"),
      names: ["a.test"],
    };
    await expect(settle()).rejects.toMatchObject(refusal);
    await expect(check()).rejects.toMatchObject(refusal);
  },
);

test("a record that ends within a month is spoken of, and counts until then", async () => {
  const seconds = now.getTime() / 1000 + 20 * 86_400;
  const { said, settle } = await world([`${record}; persistUntil=${seconds}`]);
  await settle();
  expect(said).toEqual([expect.stringContaining("_validation-persist.a.test counts until 2026-12-19 (persistUntil)")]);
});

test("without an account nothing can be in the record", async () => {
  const options = await world([record]);
  await expect(options.check()).resolves.toEqual([]);
  const none = persistPreflight({
    ...{ query, resolvers: [], now: () => now, say: () => {} },
    authority: { caaIdentities: async () => ["ca.test"] },
    account: async () => ({ accountUri: undefined }),
  });
  await expect(none.check(lineageOf("a.test"), { mend: true, signal: never() })).rejects.toMatchObject({
    code: "persist-no-account",
  });
});

test.each([
  ["in capitals, with blanks and tabs", `CA.Test.;\tAccountURI=${accountUri} ;  POLICY=Wildcard`],
  ["with tags that are not known yet", `${record}; color=red`],
  ["in several strings", `${record}; note=${"x".repeat(300)}`],
])("a record %s counts", async (_, value) => {
  await expect((await world([value])).settle()).resolves.toBeUndefined();
});

test("of several records one is enough: for another CA, without the wildcard, over, and the right one", async () => {
  const others = [record.replace("ca.test", "other.test"), record.replace("; policy=wildcard", "")];
  const { said, settle } = await world([...others, `${record}; persistUntil=1`, record]);
  await settle();
  expect(said).toEqual([]);
});

test.each([
  ["another CA's name alone", record.replace("ca.test", "other.test")],
  ["no policy, for a wildcard", record.replace("; policy=wildcard", "")],
  ["another policy", record.replace("policy=wildcard", "policy=all")],
  ["a blank within the account", record.replace("acct/1", "acct /1")],
  ["a semicolon at its end", `${record};`],
  ["an end that is this moment", `${record}; persistUntil=${now.getTime() / 1000}`],
])("a record with %s does not count", async (_, value) => {
  await expect((await world([value])).check()).rejects.toMatchObject({ code: "persist-record-missing" });
});
