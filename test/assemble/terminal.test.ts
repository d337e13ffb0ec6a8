import { expect, it } from "vitest";
import { openTerminal } from "../../src/assemble/terminal.ts";
import { noSteps } from "../../src/cli/steps/live-steps.ts";

const stream = (isTTY: boolean) => ({ isTTY, write: () => true, columns: 80 });

/** What is shown where each of the two streams is a terminal, or none. */
function shownOn({ stdout = true, stderr = true, env = {} }) {
  const { steps, colour, shown } = openTerminal({ stdout: stream(stdout), stderr: stream(stderr), env });
  return {
    moves: steps !== noSteps,
    colour,
    fix: shown.stdout("  fix: wait"),
    error: shown.stderr("error: it is full"),
  };
}

const plain = { fix: "  fix: wait", error: "error: it is full" };

it("a terminal gets colour, and steps that move", () => {
  expect(shownOn({})).toEqual({
    moves: true,
    colour: true,
    fix: "\u001b[1m  fix:\u001b[22m wait",
    error: "\u001b[31merror:\u001b[39m it is full",
  });
});

it("a log, a file and a dumb terminal get plain lines", () => {
  const nothing = { moves: false, colour: false, ...plain };
  expect(shownOn({ stdout: false, stderr: false })).toEqual(nothing);
  expect(shownOn({ env: { TERM: "dumb" } })).toEqual(nothing);
});

it("NO_COLOR takes the colour away, not the steps", () => {
  expect(shownOn({ env: { NO_COLOR: "1" } })).toEqual({ moves: true, colour: false, ...plain });
});

it("output that goes into a file stays plain beside errors on the terminal", () => {
  expect(shownOn({ stdout: false })).toMatchObject({
    moves: false,
    colour: false,
    error: expect.stringContaining("[31m"),
  });
});
