import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { madeUpStack } from "../support/made-up-stack/stack.ts";
import { anySteps, takeSteps } from "./sequences.ts";

describe("after whatever people do to a stack", () => {
  test.each([
    ["attach", "up", "detach", "up", "attach"],
    ["attach", "detach", "attach", "disable-https"],
    ["attach", "disable-https", "detach", "attach"],
  ])("the screen says what is served: %s, %s, %s …", async (...names) => {
    await takeSteps(await madeUpStack(), names);
    expect.hasAssertions();
  });

  test("the screen says what is served, and detach gives the files back", async () => {
    await fc.assert(
      fc.asyncProperty(anySteps(8), async (names) => takeSteps(await madeUpStack(), names)),
      { numRuns: 12 },
    );
  });
});
