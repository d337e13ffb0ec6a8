import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { ask } from "../../src/assemble/ask.ts";

it("asks at a terminal and shows nothing of what is typed", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  const answer = ask("passphrase: ", { input, output });
  input.write("geheim\n");
  expect(await answer).toBe("geheim");
  expect(output.read().toString()).toBe("passphrase: \n");
});

it("asks nobody where there is no terminal", async () => {
  expect(await ask("passphrase: ", { input: new PassThrough(), output: new PassThrough() })).toBeUndefined();
});
