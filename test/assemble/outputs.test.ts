import { expect, it } from "vitest";
import { outputsFor } from "../../src/assemble/outputs.ts";

/** The streams of a run of this word, each line with the name of its stream. */
function linesOf(word: string, format?: string): readonly string[] {
  const lines: string[] = [];
  const to = (name: string) => (line: string) => void lines.push(`${name}: ${line}`);
  const same = (line: string) => line;
  const { said, complained } = outputsFor([word], {
    shown: { stdout: same, stderr: same },
    format,
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
    console: { log: to("output"), error: to("error") },
  });
  said("found:");
  complained("error: it is full");
  return lines;
}

it("a person's errors go to standard error, where scripts look for them", () => {
  expect(linesOf("update-cert")).toEqual(["output: found:", "error: error: it is full"]);
});

it.each(["serve", "companion"])("the log of %s is one stream, so that no line overtakes another", (word) => {
  expect(linesOf(word)).toEqual(["output: found:", "output: error: it is full"]);
  const levels = linesOf(word, "json").map((line) => JSON.parse(line.replace("output: ", "")).level);
  expect(levels).toEqual(["info", "error"]);
});
