import fc from "fast-check";
import { test } from "vitest";
import { madeUpStack } from "../support/made-up-stack/stack.ts";
import { repeat } from "../support/soak.ts";
import { anySteps, takeSteps } from "./sequences.ts";

test("after whatever people do to a stack, for long, the screen says what is served", async () => {
  const takes = fc.asyncProperty(anySteps(25), async (names) => takeSteps(await madeUpStack(), names));
  await fc.assert(takes, { numRuns: 200 * repeat });
}, 3_600_000);
