import { expect, test } from "vitest";
import {
  type PersistRequest,
  persistName,
  persistRequests,
  persistsUntil,
  persistValue,
} from "../../src/model/persist-record.ts";

const accountUri = "https://ca.test/acct/1";
const request: PersistRequest = { issuers: ["ca.test", "other.test"], accountUri, wildcard: false };
const wild = { ...request, wildcard: true };

test("one record stands for a name and its wildcard, at the base name", () => {
  const requests = persistRequests(["a.test", "*.a.test", "www.b.test"], request);
  expect(requests.map((each) => `${persistName(each.domain)} ${persistValue(each)}`)).toEqual([
    "_validation-persist.a.test ca.test; accounturi=https://ca.test/acct/1; policy=wildcard",
    "_validation-persist.www.b.test ca.test; accounturi=https://ca.test/acct/1",
  ]);
});

test("what is shown to be set lets the account in, without an end", () => {
  for (const each of [request, wild]) expect(persistsUntil([persistValue(each)], each)?.getTime()).toBe(8.64e15);
  expect(persistsUntil([persistValue(wild)], request)).toBeDefined();
});

test.each([
  ["another CA", `evil.test; accounturi=${accountUri}`],
  ["another account", "ca.test; accounturi=https://ca.test/acct/12"],
  ["no account", "ca.test"],
  ["an account in another spelling", "ca.test; accounturi=https://CA.test/acct/1"],
  ["a semicolon at the end", `ca.test; accounturi=${accountUri};`],
  ["a tag twice", `ca.test; accounturi=${accountUri}; accounturi=${accountUri}`],
  ["a moment that is none", `ca.test; accounturi=${accountUri}; persistUntil=soon`],
  ["nothing", ""],
])("a record with %s does not count", (_, value) => {
  expect(persistsUntil([value], request)).toBeUndefined();
});

test("a wildcard needs the policy for it; case of tags and issuer does not matter", () => {
  expect(persistsUntil([persistValue(request)], wild)).toBeUndefined();
  expect(persistsUntil([`CA.test.; AccountURI=${accountUri}; Policy=Wildcard`], wild)).toBeDefined();
});

test("of several records the one that counts longest does", () => {
  const until = (seconds: number) => `other.test; accounturi=${accountUri}; persistUntil=${seconds}`;
  expect(persistsUntil([until(1), until(3), "v=spf1 -all", until(2)], request)).toEqual(new Date(3000));
});
