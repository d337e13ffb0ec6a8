import { expect, it } from "vitest";
import type { Certificate } from "../../src/model/lineage.ts";
import { warnFrom } from "../../src/model/near-end.ts";
import type { RunOptions } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { type FakeWorld, fakes } from "../support/diary.ts";
import { certificate, lineage } from "../support/given.ts";

const plain: RunOptions = { directory: "https://ca.test/dir", force: false, byHand: false };
const proven = {
  at: new Date("2026-11-20T11:00:00Z"),
  different: false,
  mended: false,
  outside: "https://dify.test is live",
};
/** 2026-11-01 to 2027-01-30, as all in these tests; now is 2026-11-20T12:00 unless told. */
const imported = (given: Partial<Certificate> = {}) => certificate({ imported: true, directory: undefined, ...given });
const served = { deployed: "AA:BB", proof: proven };

async function update(world: FakeWorld, options: Partial<RunOptions> = {}) {
  const given = fakes(world);
  const outcome = await updateLineage(lineage(), { ...plain, ...options }, given.parts, new AbortController().signal);
  return { ...given, outcome, asked: given.diary.filter((line) => /issue|window|preflight/.test(line)) };
}

it("is handed to nginx and proven as any other certificate, and no authority hears of it", async () => {
  const { outcome, diary, entry } = await update({ stored: imported() });
  expect(diary).toEqual(["lock", "link", "deploy"]);
  expect(outcome).toMatchObject({ result: "deployed", due: new Date("2026-12-31T00:00:00Z") });
  expect(entry().deployed).toBe("AA:BB");
});

it("is kept while it is good, and looked at again within six hours", async () => {
  const { outcome, diary } = await update({ stored: imported(), entry: served });
  expect(diary).toEqual(["lock", "link"]);
  expect(outcome).toMatchObject({ result: "kept", next: new Date("2026-11-20T17:00:00Z") });
});

it("is served again when nginx shows another one", async () => {
  const old = { ...proven, at: new Date("2026-11-20T05:00:00Z") };
  const { outcome, diary } = await update({ stored: imported(), entry: { ...served, proof: old }, different: true });
  expect(diary).toContain("deploy");
  expect(outcome.result).toBe("deployed");
});

it.each([
  ["2026-12-30T23:00:00Z", undefined],
  [
    "2026-12-31T12:00:00Z",
    "your own certificate of dify.test expires on 2027-01-30, in 29 days, and nothing renews it",
  ],
  ["2027-01-28T12:00:00Z", "your own certificate of dify.test expires on 2027-01-30, in 1 day, and nothing renews it"],
  ["2027-02-01T00:00:00Z", "your own certificate of dify.test expired on 2027-01-30, and nothing renews it"],
])("at %s the warning is: %s", async (at, message) => {
  const now = new Date(at);
  const entry = { deployed: "AA:BB", proof: { ...proven, at: now } };
  const { outcome, asked } = await update({ stored: imported(), entry, now });
  expect(outcome.result === "failed" ? outcome.problem.message : undefined).toBe(message);
  expect(asked).toEqual([]);
});

it("that its CA has revoked is said at each check until it is good again, and the CA is asked with each proof alone", async () => {
  let says: boolean | undefined = true;
  let asked = 0;
  const now = { at: new Date("2026-11-20T17:00:00Z") };
  const { parts, entry } = fakes({ stored: imported(), entry: served });
  const isRevoked = async () => {
    asked += 1;
    return says;
  };
  const looks = { ...parts, clock: { now: () => now.at }, isRevoked };
  const check = async () => await updateLineage(lineage(), plain, looks, new AbortController().signal);
  const revoked = { result: "failed", problem: { code: "own-revoked", message: expect.stringContaining("OCSP") } };
  expect(await check()).toMatchObject(revoked);
  now.at = new Date("2026-11-20T18:00:00Z");
  expect(await check()).toMatchObject(revoked);
  expect([asked, entry().proof?.revoked]).toEqual([1, true]);
  // the responder is silent
  says = undefined;
  now.at = new Date("2026-11-21T00:00:00Z");
  expect(await check()).toMatchObject(revoked);
  says = false;
  now.at = new Date("2026-11-21T06:00:00Z");
  expect((await check()).result).toBe("kept");
  expect([asked, entry().failures]).toEqual([3, 0]);
});

it("is proven while its CA's responder is asked, which may be silent for seconds", async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { parts } = fakes({ stored: imported(), entry: served, now: new Date("2026-11-20T17:00:00Z") });
  const deployer = {
    ...parts.deployer,
    async prove(...given: Parameters<typeof parts.deployer.prove>) {
      await asked;
      return await parts.deployer.prove(...given);
    },
  };
  const isRevoked = async () => {
    ask();
    return undefined;
  };
  const looks = { ...parts, isRevoked, deployer };
  expect((await updateLineage(lineage(), plain, looks, AbortSignal.timeout(30_000))).result).toBe("kept");
});

it("is never renewed: not when it is due, not by force, not with other names, not in rehearsal", async () => {
  const late = { stored: imported(), entry: served, now: new Date("2027-01-29T00:00:00Z") };
  for (const [world, options] of [
    [late, {}],
    [{ stored: imported(), entry: served }, { force: true }],
    [{ stored: imported({ domains: ["other.test"] }), entry: served }, {}],
  ] as const) {
    const { outcome, asked } = await update(world, options);
    expect(outcome.result).toBe("failed");
    expect(asked).toEqual([]);
  }
});

it("counts no failure of its own: a pause would say nothing", async () => {
  const { entry } = await update({ stored: imported(), entry: served }, { force: true });
  expect(entry()).toMatchObject({ failures: 0, notBefore: undefined });
});

it("covers a name by its wildcard", async () => {
  expect((await update({ stored: imported({ domains: ["*.test"] }), entry: served })).outcome.result).toBe("kept");
  const other = await update({ stored: imported({ domains: ["*.dify.test"] }), entry: served });
  expect(other.outcome).toMatchObject({ result: "failed", problem: { code: "own-wrong-names" } });
});

it("is waited for with OWN_CERTIFICATE=true, and no authority is asked meanwhile", async () => {
  const { outcome, asked } = await update({}, { imported: true });
  expect(outcome).toMatchObject({ result: "failed", problem: { code: "own-missing" } });
  expect(asked).toEqual([]);
});

it("takes the place of an authority's with OWN_CERTIFICATE=true: that one is not renewed any more", async () => {
  const { asked } = await update({ stored: certificate(), now: new Date("2027-01-29T00:00:00Z") }, { imported: true });
  expect(asked).toEqual([]);
});

it("gives its place back with OWN_CERTIFICATE=false", async () => {
  const { outcome } = await update({ stored: imported(), now: new Date("2027-01-29T00:00:00Z") }, { imported: false });
  expect(outcome.result).toBe("renewed");
});

it("is warned of 30 days before its end, or a third of a short life", () => {
  const day = 24 * 60 * 60 * 1000;
  const life = (days: number) => ({ notBefore: new Date(0), notAfter: new Date(days * day) });
  expect([398, 200, 90, 47].map((days) => days - warnFrom(life(days)).getTime() / day)).toEqual([
    30,
    30,
    30,
    expect.closeTo(47 / 3, 5),
  ]);
});
