import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import type { Wish } from "../../src/renewal/parts.ts";
import { updateLineage } from "../../src/renewal/update.ts";
import { type FakeWorld, fakes } from "../support/diary.ts";
import { certificate, lineage } from "../support/given.ts";

const plain: Wish = { directory: "https://ca.test/dir", force: false, dryRun: false, byHand: false };
const proven = {
  at: new Date("2026-11-20T11:00:00Z"),
  different: false,
  mended: false,
  outside: "https://dify.test is live",
};
const never = new AbortController().signal;
const steps = (diary: readonly string[]) => diary.filter((line) => !line.startsWith("say "));

async function update(world: FakeWorld, wish: Partial<Wish> = {}) {
  const given = fakes(world);
  const outcome = await updateLineage(lineage(), { ...plain, ...wish }, given.parts, never);
  return { ...given, outcome };
}

it("does everything in order when there is no certificate, and remembers what is deployed", async () => {
  const { outcome, diary, page } = await update({});
  expect(steps(diary)).toEqual([
    "lock",
    "check the store",
    "preflight",
    "issue at the authority",
    "save",
    "link",
    "deploy",
  ]);
  expect(outcome).toMatchObject({ result: "renewed", lines: ["https://dify.test is live"] });
  expect(page()).toMatchObject({ failures: 0, notBefore: undefined, deployed: "CC:DD", attempts: [] });
  expect(page().orders).toMatchObject([{ names: ["dify.test"], url: "https://ca.test/order/1" }]);
});

it("leaves the world alone when the certificate is fresh and deployed", async () => {
  const { outcome, diary } = await update({ stored: certificate(), page: { deployed: "AA:BB", proof: proven } });
  expect(diary).toEqual(["lock", "link"]);
  expect(outcome).toMatchObject({ result: "kept", due: new Date("2026-12-31T00:00:00Z") });
});

it("only deploys what was saved and not deployed", async () => {
  const { outcome, diary, page } = await update({ stored: certificate() });
  expect(diary).toEqual(["lock", "link", "deploy"]);
  expect(outcome.result).toBe("deployed");
  expect(page().deployed).toBe("AA:BB");
});

it("renews with HTTPS switched off by a person, and keeps in mind that it is not deployed", async () => {
  const { outcome, page } = await update({ https: "off" });
  expect(outcome.result).toBe("renewed");
  expect(page().deployed).toBeUndefined();
});

it("asks no authority when the store cannot be written", async () => {
  const full = new Problem({ code: "store-full", message: "no space", fix: "make room", retry: "look" });
  const { outcome, diary, page } = await update({ breaksAt: { "check the store": full } });
  expect(steps(diary)).toEqual(["lock", "check the store"]);
  expect(outcome).toMatchObject({ result: "failed", next: new Date("2026-11-20T12:01:00Z") });
  expect(page().failures).toBe(0);
});

it("asks no authority when the preflight is sure of a failure", async () => {
  const unserved = new Problem({ code: "challenge-not-served", message: "m", fix: "f", retry: "look" });
  const { diary } = await update({ breaksAt: { preflight: unserved } });
  expect(steps(diary)).toEqual(["lock", "check the store", "preflight"]);
});

it("rehearses at the staging twin when there are doubts, and stops there when that fails", async () => {
  const refused = new Problem({ code: "acme-unauthorized", message: "m", fix: "f", retry: "after-a-fix" });
  const world = { doubts: ["port 80 cannot be reached from here"], twin: true };
  expect(steps((await update(world)).diary).slice(2, 5)).toEqual([
    "preflight",
    "issue at its staging twin",
    "issue at the authority",
  ]);
  const failing = await update({ ...world, breaksAt: { "issue at its staging twin": refused } });
  expect(steps(failing.diary).at(-1)).toBe("issue at its staging twin");
});

it("does not rehearse where the preflight had no doubt or the authority has no twin", async () => {
  expect((await update({ twin: true })).diary).not.toContain("issue at its staging twin");
  expect((await update({ doubts: ["d"] })).outcome.result).toBe("renewed");
});

it("counts a failure at the authority and pauses, across restarts, until a person asks", async () => {
  const refused = new Problem({ code: "acme-unauthorized", message: "no", fix: "f", retry: "after-a-fix" });
  const first = await update({ breaksAt: { "issue at the authority": refused } });
  expect(first.page()).toMatchObject({ failures: 1, notBefore: new Date("2026-11-20T12:01:00Z") });

  const restarted = await update({ page: first.page() });
  expect(restarted.diary).toEqual(["lock"]);
  expect(restarted.outcome).toEqual({
    result: "paused",
    lastProblem: "no (f)",
    next: new Date("2026-11-20T12:01:00Z"),
  });
  expect((await update({ page: first.page() }, { byHand: true })).outcome.result).toBe("renewed");
});

it("does not pause the authority for a failure at nginx: the saved certificate is deployed at the next look", async () => {
  const broken = new Problem({ code: "config-test-failed", message: "m", fix: "f", retry: "look" });
  const { outcome, page } = await update({ page: { failures: 2 }, breaksAt: { deploy: broken } });
  expect(outcome).toMatchObject({ result: "failed", next: new Date("2026-11-20T12:01:00Z") });
  expect(page()).toMatchObject({ failures: 0, notBefore: undefined, deployed: undefined });
});

it("keeps nothing and changes nothing in a dry run", async () => {
  const { outcome, diary, page } = await update({ stored: certificate() }, { dryRun: true, byHand: true });
  expect(diary).toEqual(["lock", "preflight without mending", "issue at the authority"]);
  expect(outcome.result).toBe("rehearsed");
  expect(page().deployed).toBeUndefined();
});

it("comes back in a minute when another run holds the lock", async () => {
  const locked = new Problem({ code: "locked", message: "m", fix: "f", retry: "look" });
  const { outcome, page } = await update({ breaksAt: { lock: locked } });
  expect(outcome).toEqual({ result: "failed", problem: locked, next: new Date("2026-11-20T12:01:00Z") });
  expect(page().lastProblem).toBeUndefined();
});

it("lets a bug through with its stack", async () => {
  await expect(update({ breaksAt: { save: new TypeError("a bug") } })).rejects.toThrow("a bug");
});

it("never exchanges a real certificate for a staging one, not even when it is due", async () => {
  const directory = "https://acme-staging-v02.api.letsencrypt.org/directory";
  const now = new Date("2027-01-10T00:00:00Z");
  const { outcome, diary } = await update({ now, stored: certificate() }, { directory });
  expect(outcome).toMatchObject({ result: "failed", problem: { code: "staging-over-production" } });
  expect(diary).toEqual(["lock"]);
});
