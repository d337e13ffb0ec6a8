import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { companionClient } from "../../src/deploy/companion-client.ts";
import { clientLimitMs, companionLimits } from "../../src/model/companion.ts";
import { temporaryFolder } from "../support/folders.ts";
import { leftOverSocket } from "../support/left-over-socket.ts";

const answer = {
  code: "done",
  nginx: true,
  https: true,
  challenge: false,
  off: false,
  notes: ["put-back"],
  output: "",
};

/** Something that listens where the companion should. */
async function listening(talk: (socket: Socket) => void): Promise<string> {
  const path = join(await temporaryFolder(), "companion.sock");
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return path;
}

test("one line each way", async () => {
  let sent = "";
  const path = await listening((socket) =>
    socket.on("data", (chunk) => {
      sent += chunk;
      socket.write(`${JSON.stringify(answer)}\n`);
    }),
  );
  expect(await companionClient(path).ask("enable-https")).toEqual(answer);
  expect(sent).toBe('{"verb":"enable-https"}\n');
});

test("nobody there: says how to start it", async () => {
  await expect(companionClient("/nonexistent/companion.sock", { absentMs: 0 }).ask("look")).rejects.toMatchObject({
    code: "companion-absent",
    fix: "docker compose up -d certbot-companion",
    retry: "look",
  });
});

test("a socket that a killed companion left: nobody there", async () => {
  const path = join(await temporaryFolder(), "companion.sock");
  await leftOverSocket(path);
  await expect(companionClient(path, { absentMs: 0 }).ask("look")).rejects.toMatchObject({ code: "companion-absent" });
});

test("somebody who comes a little later, as after an `up`, is waited for", async () => {
  const path = join(await temporaryFolder(), "companion.sock");
  const late = createServer((socket) => void socket.end(`${JSON.stringify(answer)}\n`));
  onTestFinished(() => void late.close());
  setTimeout(() => late.listen(path), 300);
  expect(await companionClient(path).ask("look")).toEqual(answer);
});

test("no response in time, and a connection that is closed, are said", async () => {
  const silent = await listening(() => undefined);
  await expect(companionClient(silent, { limitMs: 50 }).ask("look")).rejects.toMatchObject({
    code: "companion-silent",
    message: "the companion did not respond: no response to look within 0.05 s",
  });
  const closing = await listening((socket) => socket.end());
  await expect(companionClient(closing).ask("look")).rejects.toMatchObject({ code: "companion-silent" });
});

test("a request that somebody took is not made again, however the connection ends", async () => {
  let taken = 0;
  const path = await listening((socket) =>
    socket.once("data", () => {
      taken += 1;
      socket.destroy();
    }),
  );
  await expect(companionClient(path).ask("reload")).rejects.toMatchObject({ code: "companion-silent" });
  expect(taken).toBe(1);
});

test("an answer is awaited for longer than the companion may take for it", () => {
  expect(clientLimitMs).toBeGreaterThan(companionLimits.answerMs + companionLimits.turnMs);
});

test.each([
  ["no JSON", "hello\n"],
  ["an unknown code", `${JSON.stringify({ ...answer, code: "fine" })}\n`],
  ["an unknown field", `${JSON.stringify({ ...answer, environment: {} })}\n`],
  ["an output that is too long", `${JSON.stringify({ ...answer, output: "x".repeat(5000) })}\n`],
  ["no end", "x".repeat(200_000)],
])("an answer with %s is not taken", async (_, text) => {
  const path = await listening((socket) => socket.write(text));
  await expect(companionClient(path).ask("look")).rejects.toMatchObject({ code: "companion-unknown-answer" });
});

const task = { name: "web_nginx.1", node: "host-a", state: "running", certificates: ["shop-5A-1f"], isCurrent: true };

test("the tasks of a swarm come with a look, a hundred at most", async () => {
  const say = (count: number) => `${JSON.stringify({ ...answer, tasks: Array.from({ length: count }, () => task) })}\n`;
  const full = await listening((socket) => socket.write(say(100)));
  expect((await companionClient(full).ask("look")).tasks).toHaveLength(100);
  const over = await listening((socket) => socket.write(say(101)));
  await expect(companionClient(over).ask("look")).rejects.toMatchObject({ code: "companion-unknown-answer" });
});
