import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { assert, asyncProperty, uint8Array } from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { everyFolder } from "../../src/challenge/every-folder.ts";
import { standalone } from "../../src/challenge/standalone.ts";
import { standalonePreflight } from "../../src/challenge/standalone-preflight.ts";
import { lineage } from "../support/given.ts";
import { typed } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";

const how = { mend: false, signal: new AbortController().signal };

test("listens while there is a token, serves that and nothing else", async () => {
  const [port = 0] = await freePorts(1);
  const responder = standalone({ port, address: "127.0.0.1" });
  await responder.present("token-1", "token-1.print");
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const found = await get("/.well-known/acme-challenge/token-1");
  expect([found.status, await found.text()]).toEqual([200, "token-1.print"]);
  expect((await get("/.well-known/acme-challenge/other")).status).toBe(404);
  expect((await get("/")).status).toBe(404);
  await responder.cleanUp("token-1");
  await expect(get("/")).rejects.toThrow("fetch failed");
});

test("whatever line a stranger sends ends its own connection at most", async () => {
  const [port = 0] = await freePorts(1);
  const responder = standalone({ port, address: "127.0.0.1" });
  await responder.present("token-1", "token-1.print");
  const served = async (target: string) => {
    const answer = await typed(port, `GET ${target} HTTP/1.1\r\nhost: x\r\n\r\n`);
    return answer.includes("token-1.print");
  };
  for (const target of ["//", "http://[/", "*", "http://", "https://:0/", "/%", "?", `/${"x".repeat(60_000)}`]) {
    expect([target.slice(0, 9), await served(target)]).toEqual([target.slice(0, 9), false]);
  }
  await assert(
    asyncProperty(uint8Array({ maxLength: 300 }), async (bytes) => void (await typed(port, bytes))),
    {
      numRuns: 100,
    },
  );
  expect(await served("/.well-known/acme-challenge/token-1")).toBe(true);
  expect(await served("http://here/.well-known/acme-challenge/token-1")).toBe(true);
  await responder.cleanUp("token-1");
});

/** Strangers that connect and say nothing; tells how many of them have lost their connections. */
async function silent(count: number, silentMs?: number): Promise<() => number> {
  const [port = 0] = await freePorts(1);
  const responder = standalone({ port, address: "127.0.0.1", ...(silentMs !== undefined && { silentMs }) });
  await responder.present("token-1", "token-1.print");
  const sockets: Socket[] = [];
  // a few at a time: a listener that is busy loses of more than five hundred at once some without a word
  for (let left = count; left > 0; left -= 100) {
    const more = Array.from({ length: Math.min(left, 100) }, () => connect(port, "127.0.0.1").resume());
    for (const socket of more) socket.on("error", () => {});
    sockets.push(...more);
    await Promise.all(more.map((socket) => Promise.race([once(socket, "connect"), once(socket, "close")])));
  }
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await responder.cleanUp("token-1");
  });
  return () => sockets.filter(({ closed }) => closed).length;
}

test("of connections that strangers hold open, those beyond a thousand are closed", async () => {
  const lost = await silent(1050);
  await expect.poll(lost).toBeGreaterThanOrEqual(50);
  expect(lost()).toBeLessThan(100);
});

test("a stranger that connects and says nothing loses its place in time", async () => {
  const lost = await silent(20, 200);
  await expect.poll(lost).toBe(20);
});

test("says before the authority is asked that its port is taken", async () => {
  const [port = 0] = await freePorts(1);
  const first = standalone({ port, address: "127.0.0.1" });
  await first.present("token", "x");
  const second = standalonePreflight(standalone({ port, address: "127.0.0.1" }));
  await expect(second.check(lineage(), how)).rejects.toMatchObject({
    code: "standalone-port",
    message: `--standalone cannot listen on port ${port} (EADDRINUSE)`,
  });
  await first.cleanUp("token");
  expect(await second.check(lineage(), how)).toEqual([]);
});

test("a token is presented in every folder that a name of the lineage has", async () => {
  const diary: string[] = [];
  const folder = (name: string) => ({
    present: async (token: string) => void diary.push(`${name} ${token}`),
    cleanUp: async (token: string) => void diary.push(`${name} without ${token}`),
  });
  const both = everyFolder([folder("/a"), folder("/b")]);
  await both.present("t", "t.p");
  await both.cleanUp("t");
  expect(diary).toEqual(["/a t", "/b t", "/a without t", "/b without t"]);
});
