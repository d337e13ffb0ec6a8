import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { decide } from "../../src/renewal/decide.ts";
import type { RunOptions } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { type FakeWorld, fakes } from "../support/diary.ts";
import { decisionFacts, lineage } from "../support/given.ts";

const names: [string, ...string[]] = ["dify.test", "bad.test", "worse.test"];
const three = lineage({ domains: names });
const allowed: RunOptions = {
  directory: "https://ca.test/dir",
  force: false,

  byHand: true,
  allowSubset: true,
};
const never = new AbortController().signal;

/** An authority that cannot validate these, and tells them one by one. */
async function look(
  unprovable: Readonly<Record<string, string>>,
  options: RunOptions = allowed,
  world: FakeWorld = {},
) {
  const given = fakes(world);
  const asked: string[] = [];
  const { authority } = given.parts;
  const issue: typeof authority.issue = async (each, how) => {
    asked.push(each.domains.join(" "));
    const [name, code = ""] = Object.entries(unprovable).find(([bad]) => each.domains.includes(bad)) ?? [];
    if (name !== undefined) throw new Problem({ code, message: `${name} said no`, fix: "mend it", names: [name] });
    return await authority.issue(each, how);
  };
  const outcome = await updateLineage(three, options, { ...given.parts, authority: { ...authority, issue } }, never);
  return { ...given, outcome, asked };
}

it("a name whose hook failed is left out as one that the CA could not validate", async () => {
  const { outcome, asked } = await look({ "bad.test": "manual-hook-failed" });
  expect([outcome.result, asked.at(-1)]).toEqual(["renewed", "dify.test worse.test"]);
});

const both = { "bad.test": "validation-dns", "worse.test": "acme-rejected-identifier" };

it("names that cannot be proven are left out one after the other, and each is said", async () => {
  const { outcome, asked, diary, entry } = await look(both);
  expect(asked).toEqual(["dify.test bad.test worse.test", "dify.test worse.test", "dify.test"]);
  expect(diary.filter((line) => line.includes("left out"))).toEqual([
    "say warning: bad.test left out (--allow-subset-of-names): bad.test said no",
    "say warning: worse.test left out (--allow-subset-of-names): worse.test said no",
  ]);
  expect(outcome.result).toBe("renewed");
  expect(entry().saved).toMatchObject({ fingerprint: "CC:DD", leftOut: ["bad.test", "worse.test"] });
  expect(entry()).toMatchObject({ failures: 0 });
});

it("without the flag one name stops them all", async () => {
  const { outcome, asked } = await look(both, { ...allowed, allowSubset: false });
  expect([outcome.result, asked.length]).toEqual(["failed", 1]);
});

it("when no name is left, it is a failure of all", async () => {
  const all = { ...both, "dify.test": "validation-dns" };
  const { outcome, asked, entry } = await look(all);
  expect([outcome.result, asked.length]).toEqual(["failed", 3]);
  expect(entry().failures).toBe(1);
});

it("a fault that is not a name's own leaves none out", async () => {
  const { outcome, asked } = await look({ "bad.test": "acme-rate-limited" });
  expect([outcome.result, asked.length]).toEqual(["failed", 1]);
});

it("what was left out is tried again when the certificate is due, and at once without the flag", () => {
  const saved = {
    fingerprint: "AA:BB",
    orderedAt: new Date("2026-11-01T00:00:00Z"),
    leftOut: ["bad.test", "worse.test"],
  };
  const act = (allowSubset: boolean, now: string) =>
    decide(decisionFacts({ lineage: three, saved, allowSubset }), new Date(now)).act;
  expect(act(true, "2026-11-20T00:00:00Z")).toBe("keep");
  expect(act(true, "2027-01-01T00:00:00Z")).toBe("issue");
  expect(act(false, "2026-11-20T00:00:00Z")).toBe("issue");
});

it("a name that was added later is asked for at once", () => {
  const saved = { fingerprint: "AA:BB", orderedAt: new Date("2026-11-01T00:00:00Z"), leftOut: ["bad.test"] };
  const facts = decisionFacts({ lineage: three, saved, allowSubset: true });
  expect(decide(facts, new Date("2026-11-20T00:00:00Z"))).toMatchObject({ act: "issue" });
});
