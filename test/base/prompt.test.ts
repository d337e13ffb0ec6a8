import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { ask, askSecret, confirm } from "../../src/base/prompt.ts";

function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  return { input, output, shown: () => String(output.read() ?? "") };
}

const leavings = [
  ["Ctrl-C", "half an answer\u0003"],
  ["Ctrl-D", "\u0004"],
] as const;

describe("a question at the terminal", () => {
  test("shows nothing of a secret that is typed", async () => {
    const at = terminal();
    const answer = askSecret("passphrase: ", at);
    at.input.write("geheim\n");
    expect(await answer).toEqual({ kind: "typed", text: "geheim" });
    expect(at.shown()).toBe("passphrase: \n");
  });

  test("gives the line that was typed", async () => {
    const at = terminal();
    const answer = ask("name: ", at);
    at.input.write("shop\n");
    expect(await answer).toEqual({ kind: "typed", text: "shop" });
  });

  test.each(leavings)("is left with %s, which is no answer and no error", async (_, keys) => {
    for (const question of [ask, askSecret]) {
      const at = terminal();
      const answer = question("name: ", at);
      at.input.write(keys);
      expect(await answer).toEqual({ kind: "left" });
      expect(at.shown()).toMatch(/\n$/);
    }
  });

  test.each(leavings)("a question for a yes takes %s for a no", async (_, key) => {
    const at = terminal();
    const answer = confirm("sure? ", at);
    at.input.write(key);
    expect(await answer).toBe(false);
  });

  test("is left when the terminal goes away", async () => {
    const at = terminal();
    const answer = ask("name: ", at);
    at.input.end();
    expect(await answer).toEqual({ kind: "left" });
  });

  test.each([
    ["y", true],
    ["YES", true],
    [" yes ", true],
    ["yesterday", false],
    ["", false],
  ])("takes %j for %s", async (typed, agreed) => {
    const at = terminal();
    const answer = confirm("sure? ", at);
    at.input.write(`${typed}\n`);
    expect(await answer).toBe(agreed);
  });

  test("is asked of nobody where there is no terminal", async () => {
    const at = { input: new PassThrough(), output: new PassThrough() };
    expect(await ask("name: ", at)).toEqual({ kind: "nobody" });
    expect(await askSecret("name: ", at)).toEqual({ kind: "nobody" });
    expect(await confirm("sure? ", at)).toBeUndefined();
  });
});
