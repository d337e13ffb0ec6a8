import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { deliver } from "../../src/notices/deliver.ts";
import { close, listen, portOf } from "../support/loopback.ts";

const notice = { title: "dify.test", lines: ["hello"] } as unknown as Parameters<typeof deliver>[1];

/** A server of mail that says this, again and again. */
async function saying(text: string) {
  const server = createServer((socket) => {
    const talking = setInterval(() => socket.write(text), 20);
    socket.on("error", () => {}).on("close", () => clearInterval(talking));
  });
  await listen(server, 0);
  onTestFinished(() => close(server));
  return new URL(`smtp://127.0.0.1:${portOf(server)}/?from=a@example.org&to=b@example.org`);
}

test.each([
  ["a letter now and then", "2"],
  ["a line that never ends", "2".repeat(256 * 1024)],
  ["greetings without end", "220-hello\r\n"],
])("a server of mail that says %s ends the attempt, and no more", async (_, text) => {
  const url = await saying(text);
  const delivery = await deliver({ kind: "mail", url } as Parameters<typeof deliver>[0], notice, { limitMs: 200 });
  expect(delivery).toMatchObject({ arrived: false, why: expect.stringMatching(/^.{5,100}$/) });
});
