import { expect, test } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import type { Parts } from "../../src/renewal/parts.ts";
import { soak } from "../support/soak.ts";
import { parseLeaf, printLeaf } from "./leaf.ts";
import { type Breakage, simulate } from "./run.ts";

// Each life has the weather of its seed besides, and every rule of the simulation holds.
const years = soak ? 20 : 2;
const seeds = Array.from({ length: soak ? 60 : 4 }, (_, at) => 1 + at);

/** Every renewal is tried at the staging CA first, and it never succeeds there. */
function rehearsalFailing(code: string): Breakage {
  const problem = () => new Problem({ code, message: "not here", fix: "wait", retry: "after-a-fix" });
  const parts = ({ rehearsal }: Parts): Partial<Parts> => ({
    preflight: { check: async () => ["the public name cannot be seen from here"] },
    rehearsal: rehearsal && {
      ...rehearsal,
      authority: { ...rehearsal.authority, issue: async () => await Promise.reject(problem()) },
    },
  });
  return { parts };
}

/** Sectigo and SSL.com do: the name without or with www is in the certificate too. */
const addsNames: Breakage = {
  parts: ({ authority }) => ({
    authority: {
      ...authority,
      async issue(lineage, how) {
        const issued = await authority.issue(lineage, how);
        const leaf = parseLeaf(issued.fullchainPem);
        const domains = [...new Set(leaf.domains.flatMap((name) => [name, `www.${name}`]))];
        return { ...issued, fullchainPem: printLeaf({ ...leaf, domains }) };
      },
    },
  }),
};

const moods: Record<string, Breakage> = {
  "a dry run whose validations always fail": rehearsalFailing("validation-unauthorized"),
  "a dry run that CAA accounturi always forbids": rehearsalFailing("acme-caa"),
  "a dry run whose CA is always busy": rehearsalFailing("acme-rate-limited"),
  "a CA that adds names to the certificate": addsNames,
};

test.each(Object.entries(moods))(
  `%s: ${seeds.length * years} years without a lapse`,
  async (_, mood) => {
    let issued = 0;
    for (const seed of seeds) issued += (await simulate(seed, years, mood)).issued;
    expect(issued).toBeGreaterThan(seeds.length * years);
  },
  600_000,
);

test("a dry run that could stop every renewal would be noticed", async () => {
  const stopped = async () =>
    await Promise.reject(new Problem({ code: "validation-unauthorized", message: "no", fix: "wait" }));
  const veto: Breakage = { parts: ({ authority }) => ({ authority: { ...authority, issue: stopped } }) };
  await expect(simulate(1, 1, veto)).rejects.toThrow("not renewed within");
});
