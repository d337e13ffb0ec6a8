import { expect, it } from "vitest";
import { extrasAfterProof } from "../../src/deploy/extras.ts";
import type { CompanionAnswer, CompanionNote, CompanionVerb } from "../../src/model/companion.ts";
import type { OuterProof } from "../../src/model/service-proof.ts";
import { lineage } from "../support/given.ts";

const yes: OuterProof = { seen: "yes", addresses: ["203.0.113.7"] };

async function asked({ outer = yes, code = "done", led = true, notes = [] }: World) {
  const verbs: CompanionVerb[] = [];
  const companion = {
    async ask(verb: CompanionVerb): Promise<CompanionAnswer> {
      verbs.push(verb);
      return { code, nginx: true, https: true, challenge: true, off: false, notes, output: "" };
    },
  };
  const lines = await extrasAfterProof(companion, async () => led)(lineage(), outer);
  return { verbs, lines };
}

interface World {
  outer?: OuterProof;
  code?: CompanionAnswer["code"];
  led?: boolean;
  notes?: readonly CompanionNote[];
}

it("tells the companion whether the public name was seen to serve it", async () => {
  expect((await asked({})).verbs).toEqual(["add-extras-proven"]);
  for (const outer of [
    { seen: "edge", issuer: "Edge", name: "Cloudflare" },
    { seen: "other", issuer: "Another" },
    { seen: "no", why: "other" },
    { seen: "unknown", why: "no way" },
  ])
    expect((await asked({ outer: outer as OuterProof })).verbs).toEqual(["add-extras"]);
});

it("says that HTTP is led to HTTPS once nginx was seen to do it", async () => {
  expect((await asked({ notes: ["redirects"] })).lines).toEqual(["HTTP redirects to HTTPS (REDIRECT_TO_HTTPS)"]);
  const { lines } = await asked({ notes: ["redirects"], led: false });
  expect(lines).toEqual([expect.stringMatching(/^warning: nginx does not redirect .*REDIRECT_TO_HTTPS=false/)]);
});

it("what does not come about is a warning and no failure", async () => {
  const { lines } = await asked({ code: "config-test-failed" });
  expect(lines).toEqual([expect.stringMatching(/^warning: redirect, HTTP\/2 and HSTS could not be set: .*; fix: /s)]);
});
