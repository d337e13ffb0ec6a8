import { expect, it } from "vitest";
import type { Destination } from "../../src/model/notice.ts";
import type { Step } from "../../src/model/step.ts";
import type { Delivery } from "../../src/notices/delivery.ts";
import { testDestinations } from "../../src/notices/test-destinations.ts";

const named = (label: string): Destination => ({ kind: "webhook", url: new URL("https://example.test/"), label });
const failed: Delivery = { arrived: false, why: "status 500", waitMs: undefined };

/** What is shown while these destinations are tried, and whether all arrived. */
async function shownFor(...ends: readonly Delivery[]) {
  const lines: string[] = [];
  const step: Step = async (title, work) => {
    try {
      const done = await work();
      lines.push(`[ ok ] ${title}`);
      return done;
    } catch (error) {
      lines.push(`[fail] ${title}`);
      throw error;
    }
  };
  const left = [...ends];
  const deliver = async () => left.shift() ?? failed;
  const destinations = ends.map((_, at) => named(`webhook ${at + 1}`));
  const all = await testDestinations({ destinations, deliver, step, say: (line) => lines.push(line) }, "dify.test");
  return { lines, all };
}

it("each destination is a step of its own, which ends as its notice does", async () => {
  expect(await shownFor(failed, { arrived: true })).toEqual({
    lines: [
      "[fail] a notice to webhook 1",
      "webhook 1: did not arrive: status 500",
      "[ ok ] a notice to webhook 2",
      "webhook 2: arrived",
    ],
    all: false,
  });
  expect((await shownFor({ arrived: true })).all).toBe(true);
});
