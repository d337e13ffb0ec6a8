import { expect, it } from "vitest";
import type { RunOptions } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { type FakeWorld, fakes } from "../support/diary.ts";
import { certificate, lineage } from "../support/given.ts";

const plain: RunOptions = { directory: "https://ca.test/dir", force: false, byHand: false };
const stored = certificate({ elsewhere: "dns-cloudflare" });
const late = new Date("2027-01-05T00:00:00Z");

async function update(world: FakeWorld, options: Partial<RunOptions> = {}) {
  const given = fakes(world);
  const outcome = await updateLineage(lineage(), { ...plain, ...options }, given.parts, new AbortController().signal);
  return { ...given, outcome };
}

it("is served and watched, and no CA is asked, due or not: its names are proven in a way that is not here", async () => {
  const first = await update({ stored });
  expect(first.outcome.result).toBe("deployed");
  const fresh = await update({ stored, entry: first.entry() });
  expect(fresh.outcome).toMatchObject({ result: "kept", due: new Date("2026-12-31T00:00:00Z") });
  const due = await update({ stored, entry: { ...first.entry(), failures: 0 }, now: late });
  expect(due.outcome).toMatchObject({ result: "failed", problem: { code: "proven-elsewhere" } });
  expect(due.diary.join()).not.toContain("issue");
  expect(due.entry()).toMatchObject({ failures: 0, notBefore: undefined });
});

it("is not renewed by force alone, nor for other names", async () => {
  expect((await update({ stored }, { force: true })).diary.join()).not.toContain("issue");
  const other = certificate({ elsewhere: "manual", domains: ["*.dify.test", "dify.test"] });
  expect((await update({ stored: other })).diary.join()).not.toContain("issue");
});

it("is renewed over HTTP once the operator says so", async () => {
  expect((await update({ stored, now: late }, { takeOver: true })).outcome.result).toBe("renewed");
});
