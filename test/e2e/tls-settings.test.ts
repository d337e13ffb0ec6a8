import { describe, expect } from "vitest";
import { goSecure } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import { tlsFindings } from "../support/testssl.ts";
import { withStack } from "../support/with-stack.ts";

const minute = 60_000;

const official = { kind: "official", test: withStack({ kind: "official", prepare: goSecure }) };
const dify = { kind: "Dify's", test: withStack({ kind: "dify", prepare: goSecure }) };

describe.each(cases([official], [dify]))("HTTPS of a stack of $kind kind", ({ test }) => {
  // A minute and a half with the machine to itself, and more than five minutes beside two other stories.
  test("has nothing of ours that testssl.sh holds against it", { timeout: 10 * minute }, async ({ stack }) => {
    expect(await tlsFindings(stack)).toEqual([]);
  });
});
