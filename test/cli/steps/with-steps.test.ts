import { expect, it } from "vitest";
import type { Step } from "../../../src/cli/steps/live-steps.ts";
import { type } from "../../support/command-line.ts";

/** The titles of the steps that a command line shows. */
async function stepsOf(line: string): Promise<readonly string[]> {
  const titles: string[] = [];
  const step: Step = (title, work) => {
    titles.push(title);
    return work();
  };
  await type(line, { step });
  return titles;
}

it("update-cert shows what takes time, in the order it comes", async () => {
  expect(await stepsOf("update-cert")).toEqual([
    "is the challenge path served?",
    "the authority proves and issues",
    "the certificate is saved",
    "the certificate is handed over and proven",
  ]);
});

it("update-cert -q shows none", async () => {
  expect(await stepsOf("update-cert -q")).toEqual([]);
});
