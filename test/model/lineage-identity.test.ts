import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalName,
  hasItsNames,
  isOrderOf,
  type LineageFacts,
  lineageIdentity,
  sameNames,
} from "../../src/model/lineage-identity.ts";
import { openOrder } from "../support/diary.ts";
import { certificate, lineage } from "../support/given.ts";

const plain: LineageFacts = {
  lineage: lineage(),
  current: certificate(),
  directory: "https://ca.test/dir",
  account: "account 1",
  asked: undefined,
  saved: undefined,
  ordered: undefined,
};
const both = certificate({ domains: ["dify.test", "www.dify.test"] });
const orderedWith = (names: readonly string[]) => ({ fingerprint: "AA:BB", names });

describe("names of a stored certificate", () => {
  it("stay although nobody asks for them now: somebody did once", () => {
    const found = lineageIdentity({ ...plain, current: both });
    expect(found).toMatchObject({ missing: [], taken: [], staying: ["www.dify.test"] });
    expect(found.lineage.domains).toEqual(["dify.test", "www.dify.test"]);
    expect(hasItsNames(found)).toBe(true);
  });

  it("go when the operator took them away, and stay taken until the certificate is without them", () => {
    const asked = ["dify.test", "www.dify.test"];
    const first = lineageIdentity({ ...plain, current: both, asked });
    expect(first).toMatchObject({ taken: ["www.dify.test"], staying: [], asked });
    expect(hasItsNames(first)).toBe(false);
    expect(first.lineage.domains).toEqual(["dify.test"]);
    // the try failed: the next check knows it still
    expect(lineageIdentity({ ...plain, current: both, asked: first.asked }).taken).toEqual(["www.dify.test"]);
    expect(lineageIdentity({ ...plain, asked: first.asked }).asked).toEqual(["dify.test"]);
  });

  it("go when all names were typed for this run", () => {
    expect(lineageIdentity({ ...plain, current: both, exactly: true }).taken).toEqual(["www.dify.test"]);
  });

  it("that the CA added by itself are neither ordered nor a reason for another certificate", () => {
    const found = lineageIdentity({ ...plain, current: both, ordered: orderedWith(["dify.test"]) });
    expect(hasItsNames(found)).toBe(true);
    expect(found.lineage.domains).toEqual(["dify.test"]);
    expect(found.staying).toEqual([]);
  });

  it("are missing when another one is asked for, but not one that was allowed to be left out", () => {
    const wanted = lineage({ domains: ["dify.test", "api.test"] });
    expect(lineageIdentity({ ...plain, lineage: wanted }).missing).toEqual(["api.test"]);
    const saved = { fingerprint: "AA:BB", orderedAt: new Date(0), leftOut: ["api.test"] };
    expect(lineageIdentity({ ...plain, lineage: wanted, saved, allowSubset: true }).missing).toEqual([]);
    expect(lineageIdentity({ ...plain, lineage: wanted, saved }).missing).toEqual(["api.test"]);
  });
});

it.each([
  ["Straße.DE.", "xn--strae-oqa.de"],
  ["DIFY.test", "dify.test"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["*.Dify.test", "*.dify.test"],
])("%s is the same name as %s", (typed, stored) => {
  expect(canonicalName(typed)).toBe(stored);
  expect(sameNames([typed, "b.test"], ["B.test.", stored])).toBe(true);
});

it("a name that is in its one spelling surely is what the rules of names make of it", () => {
  const part = fc.stringMatching(/^[a-z\d_.-]{0,8}$/);
  fc.assert(
    fc.property(part, fc.constantFrom("test", "a", "xn--p1ai", "1a", "7", "0x7f", "x-", "co.jp"), (left, last) => {
      const name = `${left}.${last}`;
      // white space around it is not the plain case
      expect(canonicalName(name)).toBe(canonicalName(` ${name}`));
    }),
  );
  for (const name of ["xn--zzzzzz--.test", "1.2.3.x", "a..test", "-.test"])
    expect(canonicalName(name)).toBe(canonicalName(`${name} `));
});

it("an order is the lineage's own by authority, account and names", () => {
  const found = lineageIdentity(plain);
  expect(isOrderOf(openOrder, found)).toBe(true);
  expect(isOrderOf({ ...openOrder, domains: ["DIFY.test."] }, found)).toBe(true);
  expect(isOrderOf({ ...openOrder, accountId: "another" }, found)).toBe(false);
  expect(isOrderOf({ ...openOrder, directory: "https://other.test/dir" }, found)).toBe(false);
  expect(isOrderOf({ ...openOrder, domains: ["dify.test", "b.test"] }, found)).toBe(false);
});

it("whatever was asked and stored, a name asked for is ordered, and none is both ordered and taken away", () => {
  const name = fc.constantFrom("a.test", "b.test", "c.test", "*.d.test", "2001:db8::1");
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
  const facts = fc.record({ wanted: names, has: names, asked: fc.option(names), ordered: fc.option(names) });
  fc.assert(
    fc.property(facts, fc.boolean(), ({ wanted, has, asked, ordered }, exactly) => {
      const [first = "", ...rest] = wanted;
      const found = lineageIdentity({
        ...plain,
        lineage: lineage({ domains: [first, ...rest] }),
        current: certificate({ domains: has }),
        asked: asked ?? undefined,
        ordered: ordered ? orderedWith(ordered) : undefined,
        exactly,
      });
      expect(found.lineage.domains).toEqual(expect.arrayContaining(wanted));
      expect(found.taken.filter((each) => found.lineage.domains.includes(each))).toEqual([]);
      // once it was issued, nothing is left to do
      const issued = certificate({ fingerprint: "CC:DD", domains: found.lineage.domains });
      const after = lineageIdentity({
        ...plain,
        lineage: lineage({ domains: [first, ...rest] }),
        current: issued,
        asked: found.asked,
      });
      expect(hasItsNames(after)).toBe(true);
    }),
  );
});
