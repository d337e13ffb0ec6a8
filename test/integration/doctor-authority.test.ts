import { beforeAll, expect, onTestFinished, test } from "vitest";
import { newAccountKey } from "../../src/acme/account.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { findings, scene, untouchedPebble } from "../support/doctor.ts";
import { type Fault, faultProxy } from "../support/fault-proxy.ts";
import type { Pebble } from "../support/pebble.ts";

// An authority that answers with problems: doctor tells each in the authority's words, and orders nothing.

const authority = untouchedPebble();
let pebble: Pebble;
beforeAll(() => {
  pebble = authority();
});

/** What is not fine about the authority, when it answers one kind of request so. */
async function faultsAt(line: string, fault: Fault, { withAccount = false } = {}) {
  const proxy = await faultProxy(pebble, (asked) => (asked === line ? fault : "pass"));
  onTestFinished(() => proxy.stop());
  const stack = await scene();
  if (withAccount) {
    const account = { privateKeyPem: await newAccountKey(), url: proxy.directory.replace("/dir", "/my-account/1") };
    await accountStore(stack.folder).save(proxy.directory, account);
  }
  const environment = { CERTBOT_OPTIONS: `--server ${proxy.directory}` };
  const all = await findings(pebble, stack, { environment });
  expect(proxy.seen.filter((asked) => asked === "POST /order-plz")).toEqual([]);
  return all.filter(({ check, verdict }) => check === "authority" && verdict !== "fine");
}

const problem = (status: number, type: string, detail: string, headers: Record<string, string> = {}): Fault => ({
  status,
  headers: { "content-type": "application/problem+json", "replay-nonce": "bm9uY2U", ...headers },
  body: JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail, status }),
});

test.each([
  ["a service under maintenance", problem(503, "serverInternal", "down for maintenance"), /down for maintenance/],
  ["too many requests", problem(429, "rateLimited", "too many requests", { "retry-after": "60" }), /too many requests/],
  ["a page of a proxy", { status: 200, body: "<html>please sign in</html>" }, /\w/],
  ["a page that is gone", { status: 404, body: "not found" }, /404/],
  ["a connection that is cut", "reset", /closed the connection/],
] as const)("a directory that is %s blocks, with its words and a mend", async (_, fault, saw) => {
  expect(await faultsAt("GET /dir", fault)).toMatchObject([
    { verdict: "blocks", saw: expect.stringMatching(saw), fix: expect.stringMatching(/\w/) },
  ]);
});

test.each([
  ["was deactivated", problem(403, "unauthorized", "account is deactivated"), /account is deactivated/],
  ["has terms to agree to", problem(403, "userActionRequired", "the terms have changed"), /the terms have changed/],
  ["asked too often", problem(429, "rateLimited", "too many registrations"), /too many registrations/],
] as const)("an account that %s blocks, with the authority's words and a mend", async (_, fault, saw) => {
  expect(await faultsAt("POST /sign-me-up", fault, { withAccount: true })).toMatchObject([
    {
      verdict: "blocks",
      saw: expect.stringMatching(saw),
      means: "an order does not go through with this account as it is",
      fix: expect.stringMatching(/\w/),
    },
  ]);
});

test("an authority that never answers blocks, in the words of an order, and the rest is looked at all the same", async () => {
  const began = performance.now();
  expect(await faultsAt("GET /dir", "stall")).toMatchObject([
    {
      verdict: "blocks",
      saw: expect.stringMatching(/did not answer in time/),
      fix: expect.stringMatching(/outgoing HTTPS/),
    },
  ]);
  expect(performance.now() - began).toBeLessThan(45_000);
});
