import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { dryRun } from "../../src/renewal/dry-run.ts";
import { type FakeWorld, fakes } from "../support/diary.ts";
import { certificate, lineage } from "../support/given.ts";

const never = new AbortController().signal;

async function tryOut(world: FakeWorld, options: Parameters<typeof dryRun>[1] = {}, given = fakes(world)) {
  const before = given.entry();
  const outcome = await dryRun(lineage(), options, given.parts, never);
  return { ...given, outcome, before };
}

it("a dry run asks the CA to prove every name once more, and keeps nothing", async () => {
  const given = fakes({ stored: certificate() });
  const { authority } = given.parts;
  const hows: unknown[] = [];
  const issue: typeof authority.issue = async (each, how) => {
    hows.push(how);
    return await authority.issue(each, how);
  };
  const parts = { ...given.parts, authority: { ...authority, issue } };
  const outcome = await dryRun(lineage(), {}, parts, never);
  expect(given.diary).toEqual(["lock", "preflight without mending", "issue at the authority"]);
  expect(hows).toEqual([{ signal: never, proveAgain: true }]);
  expect(outcome.result).toBe("rehearsed");
});

it("a dry run that fails is counted nowhere, however often: the renewal that is due is not paused by it", async () => {
  const refused = new Problem({ code: "validation-connection", message: "m", fix: "f", retry: "after-a-fix" });
  const given = fakes({ stored: certificate(), breaksAt: { "issue at the authority": refused } });
  for (let time = 0; time < 5; time++) {
    const { outcome, before, entry } = await tryOut({}, {}, given);
    expect(outcome).toMatchObject({ result: "failed", problem: refused });
    expect(entry()).toBe(before);
  }
});

it("a dry run leaves out names that cannot be proven, where that is allowed", async () => {
  const given = fakes({});
  const { authority } = given.parts;
  const issue: typeof authority.issue = async (each, how) => {
    if (!each.domains.includes("bad.test")) return await authority.issue(each, how);
    throw new Problem({ code: "validation-dns", message: "no", fix: "f", names: ["bad.test"] });
  };
  const two = lineage({ domains: ["dify.test", "bad.test"] });
  const parts = { ...given.parts, authority: { ...authority, issue } };
  expect((await dryRun(two, { allowSubset: true }, parts, never)).result).toBe("rehearsed");
  expect((await dryRun(two, {}, parts, never)).result).toBe("failed");
});

it("a certificate that the operator brought is not tried out at any CA", async () => {
  const brought = await tryOut({ stored: certificate({ imported: true }) });
  expect(brought.outcome).toMatchObject({ result: "failed", problem: { code: "own-certificate" } });
  expect(brought.diary).toEqual(["lock"]);
});

it("a bug in a dry run keeps its stack", async () => {
  await expect(tryOut({ breaksAt: { "preflight without mending": new TypeError("a bug") } })).rejects.toThrow("a bug");
});
