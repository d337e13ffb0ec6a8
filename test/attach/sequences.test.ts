import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { madeUpStack } from "../support/made-up-stack/stack.ts";
import { takeSteps, takesAny } from "./sequences.ts";

describe("after whatever people do to a stack", () => {
  test.each([
    ["attach", "up", "detach", "up", "attach"],
    ["attach", "detach", "attach", "disable-https"],
    ["attach", "disable-https", "detach", "attach"],
  ])("the screen says what is served: %s, %s, %s …", async (...names) => {
    for (const isPatient of [true, false]) await takeSteps(await madeUpStack({ sharesEnv: true }), names, isPatient);
    expect.hasAssertions();
  });

  test("the screen says what is served, and detach gives the files back", async () => {
    await fc.assert(takesAny(8), { numRuns: 12 });
  });
});
