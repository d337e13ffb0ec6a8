import { createConnection, type Socket } from "node:net";
import { expect } from "vitest";
import { type CompanionFixture, withCompanion } from "../support/companion-fixture.ts";
import { eventually, servedCertificate } from "../support/wire.ts";

// Code that took certbot over has the companion's socket, and leaves it no quiet moment.
const test = withCompanion({ kind: "official" });

test("first of all: HTTPS is switched on", async ({ fixture }) => {
  expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
});

/** One that loses a connection opens the next one at once. */
function crowd({ settings }: CompanionFixture, size: number, talk: (socket: Socket) => void): () => void {
  const open = new Set<Socket>();
  let isOver = false;
  const come = () => {
    if (isOver) return;
    const socket = createConnection(settings.listen, () => talk(socket));
    open.add(socket);
    socket.resume().on("error", () => undefined);
    socket.on("close", () => {
      open.delete(socket);
      setTimeout(come, 10);
    });
  };
  for (let count = 0; count < size; count += 1) come();
  return () => {
    isOver = true;
    for (const socket of open) socket.destroy();
  };
}

const crowds: readonly [who: string, talk: (socket: Socket) => void][] = [
  ["ask and ask again", (socket) => void socket.write('{"verb":"look"}\n')],
  ["begin a request and do not end it", (socket) => void socket.write('{"verb":')],
  ["send mebibytes", (socket) => void socket.on("drain", () => void socket.write(mebibyte)).write(mebibyte)],
];
const mebibyte = Buffer.alloc(1024 * 1024, "x");

for (const [who, talk] of crowds)
  test(`an nginx that is started again has HTTPS again while a crowd of clients ${who}`, async ({
    stack,
    fixture,
    root,
  }) => {
    const disperse = crowd(fixture, 20, talk);
    await stack.types("docker compose restart --timeout 1 nginx");
    await eventually(() => servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] }));
    disperse();
    await eventually(async () => expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true }));
    expect(fixture.lines.filter((line) => line.includes("bug"))).toEqual([]);
  });
