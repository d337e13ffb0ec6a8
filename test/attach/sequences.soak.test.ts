import fc from "fast-check";
import { test } from "vitest";
import { repeat } from "../support/soak.ts";
import { takesAny } from "./sequences.ts";

test("after whatever people do to a stack, for long, the screen says what is served", async () => {
  await fc.assert(takesAny(25), { numRuns: 200 * repeat });
}, 3_600_000);
