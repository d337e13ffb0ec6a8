import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { companionTrouble } from "../../src/deploy/companion-client.ts";
import { aliveSocket } from "../../src/model/companion.ts";
import { temporaryFolder } from "../support/folders.ts";

/** A companion's two sockets; what it was asked. */
async function companion({ says, answers }: { says?: string | undefined; answers?: string | undefined }) {
  const path = join(await temporaryFolder(), "companion.sock");
  const asked: string[] = [];
  const listen = async (at: string, answer: string, hear: (data: string) => void) => {
    const server = createServer((socket) => {
      socket.on("data", (data) => hear(`${data}`)).on("error", () => {});
      if (answer !== "") socket.end(answer);
    });
    await new Promise<void>((resolve) => void server.listen(at, resolve));
    onTestFinished(() => void server.close());
  };
  if (says !== undefined) await listen(aliveSocket(path), says, () => {});
  if (answers !== undefined) await listen(path, answers, (data) => asked.push(data));
  return { path, asked };
}

test("a companion that rests is well, and is not woken to be asked", async () => {
  const { path, asked } = await companion({ says: "rests\n", answers: "{}\n" });
  expect(await companionTrouble(path)).toBeUndefined();
  expect(asked).toEqual([]);
});

test.each([
  ["works, and answers", "works\n", "{}\n", undefined],
  ["is of a version that does not rest", undefined, "{}\n", undefined],
  ["works, and hangs", "works\n", "", "companion-silent"],
  ["is gone, and left a greeting", "works\n", undefined, "companion-absent"],
  ["is gone", undefined, undefined, "companion-absent"],
])("one that %s is asked", async (_, says, answers, code) => {
  const { path } = await companion({ says, answers });
  expect((await companionTrouble(path, 300))?.code).toBe(code);
});
